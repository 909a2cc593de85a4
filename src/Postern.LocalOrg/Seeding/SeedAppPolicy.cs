namespace Postern.LocalOrg;

/// <summary>
/// An app sign-in policy (Okta's type <c>ACCESS_POLICY</c>): who may sign in to the apps that name it, and what is asked of them.
/// </summary>
public sealed record SeedAppPolicy
{
    /// <summary>20 characters beginning with <c>rst</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>For people, and for the apps that name it.</summary>
    public required string Name { get; init; }

    /// <summary>For people. Default: none.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// In order of priority; the first that matches decides. The last is Okta's catch-all rule, and for everybody. Default: that alone,
    /// which lets everybody in.
    /// </summary>
    public IReadOnlyList<SeedAppRule> Rules { get; init; } = [];
}

/// <summary>A rule of an app sign-in policy.</summary>
public sealed record SeedAppRule
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Default true; false passes it over.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Users it holds for, by id or login. Default, with no groups either: everybody.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>Groups it holds for, by id or name. Default, with no users either: everybody.</summary>
    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>Users it does not hold for. Default: none.</summary>
    public IReadOnlyList<string>? ExcludedUserIds { get; init; }

    /// <summary>Groups it does not hold for. Default: none.</summary>
    public IReadOnlyList<string> ExcludedGroupIds { get; init; } = [];

    /// <summary>Types of users it holds for, by id or name. Default: all.</summary>
    public IReadOnlyList<string> UserTypeIds { get; init; } = [];

    /// <summary>Types of users it does not hold for. Default: none.</summary>
    public IReadOnlyList<string> ExcludedUserTypeIds { get; init; } = [];

    /// <summary>Whether it holds only for devices that have verified a factor for the user before. Default false.</summary>
    public bool KnownDevicesOnly { get; init; }

    /// <summary>
    /// Addresses, ranges such as <c>10.0.0.0/8</c>, and network zones, by id or name, that it holds for. Default: anywhere.
    /// </summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>The same, for where it does not hold. Default: nowhere.</summary>
    public IReadOnlyList<string>? ExcludedNetworks { get; init; }

    /// <summary>Default true; false lets nobody in (<c>access_denied</c>).</summary>
    public bool AllowsAccess { get; init; } = true;

    /// <summary>Okta's <c>factorMode</c> <c>2FA</c>. Default false.</summary>
    public bool RequiresFactor { get; init; }

    /// <summary>
    /// Okta's <c>constraints</c>: what the factors must be, one of these. Default: any factor is as good as another.
    /// </summary>
    public IReadOnlyList<SeedAppConstraint> Constraints { get; init; } = [];

    /// <summary>Okta's <c>keepMeSignedIn.postAuth</c>: whether whoever has signed in is asked whether to stay so. Default false.</summary>
    public bool AsksToStaySignedIn { get; init; }

    /// <summary>
    /// Okta's <c>reauthenticateIn</c>: how old a sign-in may be; zero: every request wants its own. Default: as old as the session.
    /// </summary>
    public TimeSpan? ReauthenticateIn { get; init; }
}

/// <summary>What an app sign-in policy may want of the factors that were proved. All that is true must hold; default: nothing.</summary>
public sealed record SeedAppConstraint
{
    /// <summary>The password is among them.</summary>
    public bool Password { get; init; }

    /// <summary>Something that the user has is among them, and not only what they know.</summary>
    public bool Possession { get; init; }

    /// <summary>One that nobody can be talked out of is among them: a security key.</summary>
    public bool PhishingResistant { get; init; }

    /// <summary>One whose secret never leaves a chip is among them: a security key.</summary>
    public bool HardwareProtected { get; init; }
}
