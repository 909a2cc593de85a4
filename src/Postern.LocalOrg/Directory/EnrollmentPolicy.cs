using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// A factor enrolment policy (Okta's type <c>MFA_ENROLL</c>): which factors a user may have, must have, and when that is asked.
/// </summary>
sealed record EnrollmentPolicy : IPolicy
{
    public const string Type = "MFA_ENROLL";

    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public Lifecycle Status { get; init; }
    public required int Priority { get; init; }
    public bool IsSystem { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    /// <summary>Null: everybody.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    public required IReadOnlyList<FactorRule> Factors { get; init; }

    /// <summary>Whether factors that are required are asked for at the next sign-in.</summary>
    public bool EnrollsAtSignIn { get; init; }

    /// <summary>In order of priority; null: it was seeded, and asks everybody alike.</summary>
    public IReadOnlyList<EnrollmentRule>? Rules { get; init; }

    /// <summary>As an admin's call had them; null: it was seeded.</summary>
    public JsonElement? Conditions { get; init; }

    /// <inheritdoc cref="Conditions"/>
    public JsonElement? Settings { get; init; }

    /// <summary>A seeded policy's rule says what the policy does.</summary>
    [JsonIgnore]
    public IReadOnlyList<EnrollmentRule> RulesInForce => Rules ??
    [
        new()
        {
            Id = OktaIds.Of(OktaIds.Rule, Id, EnrollmentRule.Default), Name = EnrollmentRule.Default, IsSystem = IsSystem,
            CreatedAt = CreatedAt, LastUpdatedAt = LastUpdatedAt, EnrollsAtSignIn = EnrollsAtSignIn,
        },
    ];

    /// <summary>Whether it may ask anybody at all.</summary>
    [JsonIgnore]
    public bool MayEnrollAtSignIn => Rules is null ? EnrollsAtSignIn : Rules.Any(rule => rule.EnrollsAtSignIn);
}

/// <summary>A rule of a factor enrolment policy: whether factors that are required are asked for at the next sign-in.</summary>
sealed record EnrollmentRule : ISignInRule
{
    public const string Default = "Default Rule";

    public required string Id { get; init; }
    public required string Name { get; init; }
    public Lifecycle Status { get; init; }
    public bool IsSystem { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
    public IReadOnlyList<string>? Networks { get; init; }
    public IReadOnlyList<string>? ExcludedNetworks { get; init; }
    public IReadOnlyList<string>? ExcludedUserIds { get; init; }
    public bool EnrollsAtSignIn { get; init; }

    /// <summary>As an admin's call had them; null: it was seeded.</summary>
    public JsonElement? Conditions { get; init; }

    /// <inheritdoc cref="Conditions"/>
    public JsonElement? Actions { get; init; }
}

/// <summary>A factor that may, or must, be enrolled.</summary>
sealed record FactorRule
{
    public required string FactorType { get; init; }
    public required string Provider { get; init; }
    public bool IsRequired { get; init; }
}
