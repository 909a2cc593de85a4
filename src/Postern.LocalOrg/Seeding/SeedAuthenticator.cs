using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>
/// One of the org's authenticators that is not as Okta makes it, or that an admin added. Which factors may be set up is said by
/// <see cref="OrgSeed.DisabledFactors"/>.
/// </summary>
public sealed record SeedAuthenticator
{
    /// <summary>Okta's, such as <c>okta_verify</c>, <c>phone_number</c> or <c>google_otp</c>.</summary>
    public required string Key { get; init; }

    /// <summary>For people. Default: Okta's.</summary>
    public string? Name { get; init; }

    /// <summary>Default true.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>In Okta's words: <c>allowedFor</c>, <c>userVerification</c> … It is kept and told. Default: Okta's.</summary>
    public JsonObject? Settings { get; init; }

    /// <summary>Those of its methods that are not as Okta makes them. Default: none.</summary>
    public IReadOnlyList<SeedAuthenticatorMethod> Methods { get; init; } = [];
}

/// <summary>A method of an authenticator.</summary>
public sealed record SeedAuthenticatorMethod
{
    /// <summary>Okta's, such as <c>push</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Default: as Okta makes it.</summary>
    public bool? IsActive { get; init; }

    /// <summary>In Okta's words. It is kept and told. Default: Okta's.</summary>
    public JsonObject? Settings { get; init; }
}
