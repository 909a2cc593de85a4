using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.SignIn;

/// <summary>A user as the sign-in check needs them. Instants are seconds since the epoch, 0 for never.</summary>
sealed record Credentials
{
    public required User User { get; init; }
    public required UserState State { get; init; }

    /// <summary>Empty where there is none yet.</summary>
    public required string PasswordHash { get; init; }

    public required int FailedPasswords { get; init; }
    public long PasswordChangedAt { get; init; }

    /// <summary>Hashes of earlier passwords, the latest first.</summary>
    public IReadOnlyList<string> PasswordHistory { get; init; } = [];

    public long LockedAt { get; init; }
    public long ActivatedAt { get; init; }
    public long StatusChangedAt { get; init; }

    /// <summary>Of profile, status or password, whichever came last.</summary>
    public long LastUpdatedAt { get; init; }

    /// <summary>The factors, where a step has changed them and nothing is written yet; null: those that are stored.</summary>
    public List<Factor>? Enrolled { get; init; }

    public override string ToString() => $"{User.Login} ({State})";
}

/// <summary>What a recovery or activation token stands for.</summary>
sealed record Recovery(string UserId, string RecoveryType, string? RelayState)
{
    /// <summary>Seconds since the epoch, where it is kept longer than it is good; null: as long as it is kept.</summary>
    public long? GoodUntil { get; init; }
}
