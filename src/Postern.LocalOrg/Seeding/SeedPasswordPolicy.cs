namespace Postern.LocalOrg;

/// <summary>A password policy (Okta's type <c>PASSWORD</c>); the defaults are those of Okta's default policy.</summary>
public sealed record SeedPasswordPolicy
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Groups it holds for. Default: everybody.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    /// <summary>Characters. Default 8.</summary>
    public int MinLength { get; init; } = 8;

    /// <summary>Lower-case letters. Default 1.</summary>
    public int MinLowerCase { get; init; } = 1;

    /// <summary>Upper-case letters. Default 1.</summary>
    public int MinUpperCase { get; init; } = 1;

    /// <summary>Digits. Default 1.</summary>
    public int MinNumber { get; init; } = 1;

    /// <summary>Characters that are neither letters nor digits. Default 0.</summary>
    public int MinSymbol { get; init; }

    /// <summary>Whether parts of the login are refused. Default true.</summary>
    public bool ExcludesUsername { get; init; } = true;

    /// <summary><c>firstName</c>, <c>lastName</c> or both: attributes whose values are refused. Default: neither.</summary>
    public IReadOnlyList<string> ExcludedAttributes { get; init; } = [];

    /// <summary>How many of the last passwords may not come again. Default 0.</summary>
    public int HistoryCount { get; init; }

    /// <summary>A password may not be changed again before it is this old. Default zero.</summary>
    public TimeSpan MinAge { get; init; }

    /// <summary>A password expires at this age. Default: never.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How long before it expires <c>PASSWORD_WARN</c> is shown to callers that ask for it. Default zero.</summary>
    public TimeSpan ExpiryWarning { get; init; }

    /// <summary>Wrong passwords that lock the account. Default 10; 0 never locks.</summary>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>A locked account unlocks itself after this long. Default: never.</summary>
    public TimeSpan? AutoUnlock { get; init; }

    /// <summary>Whether a locked-out user is told so (200 <c>LOCKED_OUT</c>) or sees 401 <c>E0000004</c>. Default false.</summary>
    public bool ShowsLockoutFailures { get; init; }

    /// <summary>Whether users may reset a forgotten password themselves. Default true.</summary>
    public bool AllowsReset { get; init; } = true;

    /// <summary>Whether users may unlock their account themselves. Default true.</summary>
    public bool AllowsUnlock { get; init; } = true;

    /// <summary>How long a recovery token lives. Default 7 days.</summary>
    public TimeSpan RecoveryTokenLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// In order of priority; the first that matches says what users may do by themselves. Default: one for everybody, which says what
    /// <see cref="AllowsReset"/> and <see cref="AllowsUnlock"/> do.
    /// </summary>
    public IReadOnlyList<SeedPasswordRule>? Rules { get; init; }

    /// <summary>Default true; false decides nothing.</summary>
    public bool IsActive { get; init; } = true;
}

/// <summary>A rule of a password policy: what users may do about their password by themselves.</summary>
public sealed record SeedPasswordRule
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

    /// <summary>Whether users may reset a forgotten password. Default true.</summary>
    public bool AllowsReset { get; init; } = true;

    /// <summary>Whether users may unlock their account. Default true.</summary>
    public bool AllowsUnlock { get; init; } = true;

    /// <summary>Default true; false decides nothing.</summary>
    public bool IsActive { get; init; } = true;
}
