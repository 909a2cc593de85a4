using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Directory;

/// <summary>A user's profile and groups; status, password and factors are kept apart.</summary>
sealed record User
{
    public required string Id { get; init; }
    public required string Login { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Email { get; init; }
    public string? Phone { get; init; }
    public string Locale { get; init; } = "en";
    public string TimeZone { get; init; } = "America/Los_Angeles";
    public required long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
    public required IReadOnlyList<string> GroupIds { get; init; }

    /// <summary>Whether a password is never enough, whatever the policies say.</summary>
    public bool RequiresFactor { get; init; }

    public string? RecoveryQuestion { get; init; }

    /// <summary>As a password is stored: people's answers are guessed as easily.</summary>
    public string? RecoveryAnswerHash { get; init; }

    /// <summary>The identity provider that has this user's password, where it is not Okta.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>
    /// Okta's <c>credentials.provider.type</c>; null: <c>OKTA</c>, or <c>FEDERATION</c> where an identity provider has the password.
    /// </summary>
    public string? ProviderType { get; init; }

    /// <summary>Null: the type that every org has.</summary>
    public string? TypeId { get; init; }

    /// <summary>Of the groups, those that a rule alone put the user into.</summary>
    public IReadOnlyList<RuleMembership>? RuleGroups { get; init; }

    /// <summary>Attributes that have no member here, the org's own among them: an object, or null.</summary>
    public JsonElement? Profile { get; init; }

    [JsonIgnore]
    public string Name => $"{FirstName} {LastName}";
}

/// <summary>A group that a user is in, and the rule that put them there.</summary>
sealed record RuleMembership(string RuleId, string GroupId);
