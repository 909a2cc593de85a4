using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>A key for hooks that would be asked with a signature: its public half, which is kept and listed.</summary>
public sealed record SeedHookKey
{
    /// <summary>20 characters beginning with <c>HKY</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Unlike that of any other key.</summary>
    public required string Name { get; init; }

    /// <summary>The public half as a JWK (RFC 7517), with its <c>kid</c>.</summary>
    public required JsonObject Jwk { get; init; }
}
