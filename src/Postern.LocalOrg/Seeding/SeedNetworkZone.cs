using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>A network zone to begin with: addresses that session rules and apps name together, by its id or its name.</summary>
public sealed record SeedNetworkZone
{
    /// <summary>20 characters beginning with <c>nzo</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Unlike that of any other zone.</summary>
    public required string Name { get; init; }

    /// <summary>Addresses, and ranges such as <c>10.0.0.0/8</c> or <c>10.0.0.1-10.0.0.9</c>.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>Okta's <c>usage</c> <c>BLOCKLIST</c>: whether nobody may sign in from there. Default false.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>Default true; false covers no address.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Okta's: <c>IP</c>, <c>DYNAMIC</c> or <c>DYNAMIC_V2</c>; the latter cover no address here. Default the first.</summary>
    public string? Type { get; init; }

    /// <summary>
    /// What zones of its type have besides, in Okta's words: <c>proxies</c>, <c>locations</c>, <c>asns</c>, <c>proxyType</c> … It is kept
    /// and told. Default: nothing.
    /// </summary>
    public JsonObject? Definition { get; init; }
}
