using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>What is said of the org as a whole. Instants are seconds since the epoch, here and in all that the directory keeps.</summary>
sealed record OrgSettings
{
    public const int LongestDetail = 255;

    /// <summary>What <see cref="Details"/> may have, in wire order.</summary>
    public static readonly IReadOnlyList<string> DetailNames =
    [
        "website", "phoneNumber", "endUserSupportHelpURL", "supportPhoneNumber", "address1", "address2", "city", "state", "country",
        "postalCode",
    ];

    public required string Id { get; init; }
    public required string Name { get; init; }
    public OrgEngine Engine { get; init; }
    public bool HidesDeniedAccess { get; init; }
    public string? PasswordExpiredPage { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    /// <summary>Addresses, telephone numbers and pages that the org tells of itself: an object of texts, or null.</summary>
    public JsonElement? Details { get; init; }

    /// <summary>The ids of users; null: nobody was named.</summary>
    public string? BillingContactId { get; init; }

    public string? TechnicalContactId { get; init; }

    public bool HidesFooter { get; init; }

    /// <summary>Whether a service app that is made has every right from the beginning: Okta's <c>clientPrivilegesSetting</c>.</summary>
    public bool PrivilegesClients { get; init; }

    /// <summary>Null: nothing was ever said of it.</summary>
    public ThreatSettings? Threats { get; init; }

    /// <summary>Whether API tokens have owners, and whoever acts has roles: an org of an earlier version has neither.</summary>
    public bool HasAdmins { get; init; }

    /// <summary>Attributes of groups that are the org's own; null: none.</summary>
    public IReadOnlyList<ProfileAttribute>? GroupAttributes { get; init; }

    /// <summary>0: never.</summary>
    public long GroupSchemaUpdatedAt { get; init; }
}

/// <summary>What is to be done about dangerous callers.</summary>
sealed record ThreatSettings
{
    /// <summary>Okta's.</summary>
    public static readonly IReadOnlyList<string> Actions = ["none", "audit", "block"];

    public required string Action { get; init; }
    public IReadOnlyList<string> ExcludedZoneIds { get; init; } = [];
    public long LastUpdatedAt { get; init; }
}

/// <summary>Okta's <c>status</c> of what an admin can switch off.</summary>
enum Lifecycle
{
    Active,
    Inactive,
}

/// <summary>The status of what is on or off.</summary>
static class Lifecycles
{
    extension(Lifecycle)
    {
        public static Lifecycle Of(bool isActive) => isActive ? Lifecycle.Active : Lifecycle.Inactive;
    }
}
