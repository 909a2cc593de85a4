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
}
