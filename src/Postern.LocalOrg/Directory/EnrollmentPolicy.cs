namespace Postern.LocalOrg.Directory;

/// <summary>
/// A factor enrolment policy (Okta's type <c>MFA_ENROLL</c>): which factors a user may have, must have, and when that is asked.
/// </summary>
sealed record EnrollmentPolicy : IPolicy
{
    public const string Type = "MFA_ENROLL";

    public required string Id { get; init; }
    public required string Name { get; init; }
    public Lifecycle Status { get; init; }
    public required int Priority { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    /// <summary>Null: everybody.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    public required IReadOnlyList<FactorRule> Factors { get; init; }

    /// <summary>Whether factors that are required are asked for at the next sign-in.</summary>
    public bool EnrollsAtSignIn { get; init; }
}

/// <summary>A factor that may, or must, be enrolled.</summary>
sealed record FactorRule
{
    public required string FactorType { get; init; }
    public required string Provider { get; init; }
    public bool IsRequired { get; init; }
}
