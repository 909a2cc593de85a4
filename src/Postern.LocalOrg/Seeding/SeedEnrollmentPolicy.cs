using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>
/// A factor enrolment policy (Okta's type <c>MFA_ENROLL</c>): which factors a user may have, must have, and when that is asked.
/// </summary>
public sealed record SeedEnrollmentPolicy
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Groups it holds for. Default: everybody.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    /// <summary>
    /// In the order they are offered; a factor that is not listed cannot be enrolled. Default: Okta Verify's one-time password required,
    /// the others optional.
    /// </summary>
    public IReadOnlyList<SeedFactorRule> Factors { get; init; } =
    [
        new() { FactorType = FactorTypes.Totp, IsRequired = true }, new() { FactorType = FactorTypes.Totp, Provider = "GOOGLE" },
        new() { FactorType = FactorTypes.Push }, new() { FactorType = FactorTypes.Sms }, new() { FactorType = FactorTypes.Call },
        new() { FactorType = FactorTypes.Email }, new() { FactorType = FactorTypes.Question },
        new() { FactorType = FactorTypes.WebAuthn, Provider = "FIDO" },
    ];

    /// <summary>
    /// Default false: only when a factor is demanded and the user has none. True: at every sign-in, until the required ones are there.
    /// </summary>
    public bool EnrollsAtSignIn { get; init; }
}

/// <summary>A factor that an enrolment policy allows.</summary>
public sealed record SeedFactorRule
{
    /// <summary>Such as <c>token:software:totp</c>.</summary>
    public required string FactorType { get; init; }

    /// <summary>Default <c>OKTA</c>.</summary>
    public string Provider { get; init; } = "OKTA";

    /// <summary>Default false: optional.</summary>
    public bool IsRequired { get; init; }
}
