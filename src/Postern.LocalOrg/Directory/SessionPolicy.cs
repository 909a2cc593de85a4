using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>A global session policy (Okta's type <c>OKTA_SIGN_ON</c>): whether a password is enough.</summary>
sealed record SessionPolicy : IPolicy
{
    public const string Type = "OKTA_SIGN_ON";

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

    /// <summary>As an admin's call had them; null: it was seeded.</summary>
    public JsonElement? Conditions { get; init; }

    /// <summary>In order of priority; the first that matches decides, and where none does, the next policy.</summary>
    public IReadOnlyList<SessionRule> Rules { get; init; } = [];
}

/// <summary>A rule of a global session policy.</summary>
sealed record SessionRule : ISignInRule
{
    public string Id { get; init; } = "";
    public required string Name { get; init; }
    public Lifecycle Status { get; init; }
    public bool IsSystem { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
    public IReadOnlyList<string>? Networks { get; init; }
    public IReadOnlyList<string>? ExcludedNetworks { get; init; }
    public IReadOnlyList<string>? ExcludedUserIds { get; init; }

    /// <summary>For sign-ins that do not happen here: by RADIUS or LDAP, or such as an engine finds risky.</summary>
    public bool IsForOthers { get; init; }

    /// <summary>Only for a device that has never verified a factor for this user.</summary>
    public bool NewDevicesOnly { get; init; }

    public bool AllowsAccess { get; init; } = true;
    public bool RequiresFactor { get; init; }
    public bool FactorMayComeFirst { get; init; }

    /// <summary>How long a device that asked to be remembered needs no factor; zero: asked always.</summary>
    public TimeSpan FactorLifetime { get; init; }

    public bool RemembersDeviceByDefault { get; init; }
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Null: without end.</summary>
    public TimeSpan? SessionLifetime { get; init; }

    /// <summary>As an admin's call had them; null: it was seeded.</summary>
    public JsonElement? Conditions { get; init; }

    /// <inheritdoc cref="Conditions"/>
    public JsonElement? Actions { get; init; }
}
