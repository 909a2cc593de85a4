using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Directory;

/// <summary>A password policy (Okta's type <c>PASSWORD</c>); the defaults are those of Okta's default policy.</summary>
sealed record PasswordPolicy : IPolicy
{
    public const string Type = "PASSWORD";

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

    public int MinLength { get; init; } = 8;
    public int MinLowerCase { get; init; } = 1;
    public int MinUpperCase { get; init; } = 1;
    public int MinNumber { get; init; } = 1;
    public int MinSymbol { get; init; }
    public bool ExcludesUsername { get; init; } = true;

    /// <summary><c>firstName</c>, <c>lastName</c> or both.</summary>
    public IReadOnlyList<string> ExcludedAttributes { get; init; } = [];

    public int HistoryCount { get; init; }
    public TimeSpan MinAge { get; init; }

    /// <summary>Null: it never expires.</summary>
    public TimeSpan? MaxAge { get; init; }

    public TimeSpan ExpiryWarning { get; init; }

    /// <summary>0 never locks.</summary>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>Null: never by itself.</summary>
    public TimeSpan? AutoUnlock { get; init; }

    public bool ShowsLockoutFailures { get; init; }
    public bool AllowsReset { get; init; } = true;
    public bool AllowsUnlock { get; init; } = true;
    public TimeSpan RecoveryTokenLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>In order of priority; null: it was seeded, and everybody may do what it allows.</summary>
    public IReadOnlyList<PasswordRule>? Rules { get; init; }

    /// <summary>As an admin's call had them; null: it was seeded.</summary>
    public JsonElement? Conditions { get; init; }

    /// <inheritdoc cref="Conditions"/>
    public JsonElement? Settings { get; init; }

    /// <summary>A seeded policy's rule says what the policy does.</summary>
    [JsonIgnore]
    public IReadOnlyList<PasswordRule> RulesInForce => Rules ??
    [
        new()
        {
            Id = OktaIds.Of(OktaIds.Rule, Id, PasswordRule.Default), Name = PasswordRule.Default, IsSystem = IsSystem,
            CreatedAt = CreatedAt, LastUpdatedAt = LastUpdatedAt, AllowsChange = true, AllowsReset = AllowsReset,
            AllowsUnlock = AllowsUnlock,
        },
    ];
}

/// <summary>A rule of a password policy: what users may do by themselves.</summary>
sealed record PasswordRule : ISignInRule
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
    public bool AllowsChange { get; init; }
    public bool AllowsReset { get; init; }
    public bool AllowsUnlock { get; init; }

    /// <summary>As an admin's call had them; null: it was seeded.</summary>
    public JsonElement? Conditions { get; init; }

    /// <inheritdoc cref="Conditions"/>
    public JsonElement? Actions { get; init; }
}
