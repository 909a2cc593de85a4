using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>A key of an API's, to encrypt its access tokens with. It is kept and listed; tokens are not encrypted.</summary>
public sealed record SeedResourceKey
{
    /// <summary>20 characters beginning with <c>apk</c>. Default: made of the server and the key's <c>kid</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The public half as a JWK (RFC 7517), with its <c>kid</c>.</summary>
    public required JsonObject Jwk { get; init; }

    /// <summary>Default false; of a server's keys one may be.</summary>
    public bool IsActive { get; init; }
}
