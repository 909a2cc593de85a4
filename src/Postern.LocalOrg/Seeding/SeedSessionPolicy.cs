namespace Postern.LocalOrg;

/// <summary>
/// A global session policy (Okta's type <c>OKTA_SIGN_ON</c>): whether a password is enough. Without one it is, but for users in
/// <see cref="UserState.MfaRequired"/>.
/// </summary>
public sealed record SeedSessionPolicy
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Groups it holds for. Default: everybody.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    /// <summary>In order of priority; the first that matches decides, and where none does, the next policy.</summary>
    public IReadOnlyList<SeedSessionRule> Rules { get; init; } = [];

    /// <summary>Default true; false decides nothing.</summary>
    public bool IsActive { get; init; } = true;
}

/// <summary>A rule of a global session policy.</summary>
public sealed record SeedSessionRule
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

    /// <summary>Behaviour: holds only for a device that has never verified a factor for this user. Default false.</summary>
    public bool NewDevicesOnly { get; init; }

    /// <summary>Default true; false answers 403 <c>E0000085</c>.</summary>
    public bool AllowsAccess { get; init; } = true;

    /// <summary>Okta's <c>requireFactor</c>. Default false.</summary>
    public bool RequiresFactor { get; init; }

    /// <summary>
    /// Classic Engine's factor sequencing: whether a user name alone begins a sign-in (<c>UNAUTHENTICATED</c>), in which one of the user's
    /// factors takes the password's place. Default false.
    /// </summary>
    public bool FactorMayComeFirst { get; init; }

    /// <summary>How long a device that asked to be remembered needs no factor; zero, the default, asks always.</summary>
    public TimeSpan FactorLifetime { get; init; }

    /// <summary>Okta's <c>rememberDeviceByDefault</c>. Default false.</summary>
    public bool RemembersDeviceByDefault { get; init; }

    /// <summary>A session unused for this long ends. Default 2 hours.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromHours(2);

    /// <summary>A session ends after this long, used or not. Default: never.</summary>
    public TimeSpan? SessionLifetime { get; init; }

    /// <summary>Default true; false decides nothing.</summary>
    public bool IsActive { get; init; } = true;
}
