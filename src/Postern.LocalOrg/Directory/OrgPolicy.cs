using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// A policy as the API has it. Those that decide nothing by themselves are kept so; those that do are records of their own, and made of
/// this.
/// </summary>
sealed record OrgPolicy : IPolicy
{
    /// <summary>Okta's types of those that an org has here.</summary>
    public const string AppAccess = "ACCESS_POLICY", ProfileEnrollment = "PROFILE_ENROLLMENT", Routing = "IDP_DISCOVERY";

    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Name { get; init; }
    public string? Description { get; init; }
    public Lifecycle Status { get; init; }
    public int Priority { get; init; }
    public bool IsSystem { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
    public IReadOnlyList<string>? GroupIds { get; init; }
    public JsonElement? Conditions { get; init; }
    public JsonElement? Settings { get; init; }

    /// <summary>In order of priority; the one that every policy of its type has is the last.</summary>
    public IReadOnlyList<OrgPolicyRule> Rules { get; init; } = [];
}

/// <summary>A rule of a policy as the API has it.</summary>
sealed record OrgPolicyRule : ISignInRule
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public Lifecycle Status { get; init; }
    public bool IsSystem { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
    public JsonElement? Conditions { get; init; }
    public required JsonElement Actions { get; init; }
    public IReadOnlyList<string>? Networks { get; init; }
    public IReadOnlyList<string>? ExcludedNetworks { get; init; }
    public IReadOnlyList<string>? ExcludedUserIds { get; init; }

    /// <summary>What it asks of somebody who signs in to an app; null: it is no app's policy that it belongs to.</summary>
    public AppAccess? Access { get; init; }
}

/// <summary>What a rule of an app's policy says: api-access-management.md 14.5.</summary>
sealed record AppAccess
{
    public bool IsDenied { get; init; }
    public bool RequiresFactor { get; init; }

    /// <summary>Of these one must hold; null: any factor is as good as another.</summary>
    public IReadOnlyList<AppConstraint>? Constraints { get; init; }

    /// <summary>Null: never.</summary>
    public long? ReauthenticateInSeconds { get; init; }

    /// <summary>Whether whoever has signed in is asked whether to stay so: Okta's <c>keepMeSignedIn.postAuth</c>.</summary>
    public bool AsksToStaySignedIn { get; init; }

    /// <summary>With no groups either: everybody.</summary>
    public IReadOnlyList<string>? UserIds { get; init; }

    /// <summary>With no users either: everybody.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    public IReadOnlyList<string>? ExcludedGroupIds { get; init; }

    /// <summary>Null: users of any type.</summary>
    public IReadOnlyList<string>? UserTypeIds { get; init; }

    /// <summary>Null: of none it does not hold for.</summary>
    public IReadOnlyList<string>? ExcludedUserTypeIds { get; init; }

    /// <summary>Whether it holds only for a device that has verified a factor for the user. Okta's <c>device.registered</c>.</summary>
    public bool KnownDevicesOnly { get; init; }

    public bool IsFor(User user) => IsFor(user.Id, user.GroupIds) && IsForType(user.TypeId ?? UserType.DefaultId);

    public bool IsForType(string typeId) =>
        UserTypeIds?.Contains(typeId) is not false && ExcludedUserTypeIds?.Contains(typeId) is not true;

    public bool IsFor(string? userId, IReadOnlyList<string> groupIds) =>
        (this is { UserIds: null, GroupIds: null }
            || (userId is not null && UserIds?.Contains(userId) is true)
            || GroupIds?.Any(groupIds.Contains) is true)
            && ExcludedGroupIds?.Any(groupIds.Contains) is not true;
}
