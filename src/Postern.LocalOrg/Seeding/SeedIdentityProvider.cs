using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>Somebody else who signs users in. It is kept, listed and switched; nobody here answers for it.</summary>
public sealed record SeedIdentityProvider
{
    /// <summary>20 characters beginning with <c>0oa</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Unlike that of any other provider.</summary>
    public required string Name { get; init; }

    /// <summary>Okta's, such as <c>OIDC</c>, <c>SAML2</c> or <c>GOOGLE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>In Okta's words: <c>type</c>, <c>endpoints</c>, <c>scopes</c>, <c>credentials</c> …</summary>
    public required JsonObject Protocol { get; init; }

    /// <summary>The <c>client_secret</c> of the protocol's <c>credentials.client</c>, in clear. Default: none.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>In Okta's words: <c>provisioning</c>, <c>accountLink</c>, <c>subject</c> … Default: nothing.</summary>
    public JsonObject? Policy { get; init; }

    /// <summary>Default true.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Without its secret.</summary>
    public override string ToString() => $"{Name} ({Id}, {Type})";
}
