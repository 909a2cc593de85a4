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

    /// <summary>
    /// In order of priority; the first that matches says when factors are asked for. Default: one for everybody, which says what
    /// <see cref="EnrollsAtSignIn"/> does.
    /// </summary>
    public IReadOnlyList<SeedEnrollmentRule>? Rules { get; init; }

    /// <summary>Default true; false decides nothing.</summary>
    public bool IsActive { get; init; } = true;
}

/// <summary>A rule of a factor enrolment policy: when the factors that are required are asked for.</summary>
public sealed record SeedEnrollmentRule
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Addresses, ranges such as <c>10.0.0.0/8</c>, and network zones, by id or name, that it holds for. Default: anywhere.
    /// </summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>The same, for where it does not hold. Default: nowhere.</summary>
    public IReadOnlyList<string>? ExcludedNetworks { get; init; }

    /// <summary>Users that it does not hold for. Default: none.</summary>
    public IReadOnlyList<string>? ExcludedUserIds { get; init; }

    /// <summary>Default false: only when a factor is demanded and the user has none. True: at every sign-in.</summary>
    public bool EnrollsAtSignIn { get; init; }

    /// <summary>Default true; false decides nothing.</summary>
    public bool IsActive { get; init; } = true;
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
