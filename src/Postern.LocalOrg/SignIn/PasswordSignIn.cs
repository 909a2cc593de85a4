using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.SignIn;

/// <summary>What a login and a password come to; every surface that takes a password asks here.</summary>
sealed class PasswordSignIn(
    OrgStore store, CredentialStore credentialStore, Passwords passwords, SignInPolicies policies, PasswordImport import)
{
    /// <summary>Whose it is, where the password is right and the account may be used; in the order of authn.md 3.2.</summary>
    public async Task<PasswordOutcome> TryAsync(string login, string password, Origin origin, CancellationToken ct)
    {
        // No password is no guess, and locks nobody out.
        if (password.Length == 0)
            return PasswordOutcome.Refused;

        var found = await FindAsync(login, ct);
        if (found is null)
        {
            Passwords.CheckNobody(password);
            await credentialStore.CountFailureOfNobodyAsync(login, ct);
            await TellAsync(origin, [SignInEvents.Refused(null, "INVALID_CREDENTIALS")], ct);
            return PasswordOutcome.Refused;
        }

        var policy = policies.Password(found.User);
        if (found.State is UserState.LockedOut && IsUnlocked(found, policy))
        {
            await credentialStore.UnlockAsync(found.User.Id, ct);
            await TellAsync(origin, [SignInEvents.Unlocked(found.User)], ct);
            found = found with { State = UserState.Active, FailedPasswords = 0 };
        }

        if (found.State is not (UserState.Active or UserState.PasswordExpired))
        {
            // Checked all the same, and slowly: a right password must not be told from a wrong one by the time it takes.
            _ = Passwords.Matches(found.PasswordHash, password);
            return await CountAsync(found, policy, origin, ct);
        }

        var isRight = found.PasswordHash is ImportedHash.Hook
            ? await import.VerifiesAsync(found.User, password, origin, ct)
            : passwords.Check(found.User.Id, found.PasswordHash, password);
        if (!isRight)
            return await CountAsync(found, policy, origin, ct);

        // Others may have locked the account while this password was being checked: what they guessed counts, this one does not.
        var current = await credentialStore.FindCredentialsAsync(found.User.Login, ct);
        if (current is not { State: UserState.Active or UserState.PasswordExpired })
            return Refused(found, policy.ShowsLockoutFailures);
        if (current.FailedPasswords > 0)
            await credentialStore.ForgetFailedPasswordsAsync(found.User.Id, ct);
        if (Passwords.IsImported(found.PasswordHash))
            await credentialStore.RehashAsync(found.User.Id, found.PasswordHash, Passwords.Hash(password), ct);
        return new(current, IsLockedOut: false, current.User.Id);
    }

    /// <summary>
    /// The attempt that reaches the limit is answered as a wrong password, and what comes after it as a locked account's.
    /// </summary>
    async Task<PasswordOutcome> CountAsync(Credentials found, PasswordPolicy policy, Origin origin, CancellationToken ct)
    {
        var (wasLockedBefore, isLockedNow) = await credentialStore.CountFailedPasswordAsync(found.User.Id, policy.MaxAttempts, ct);
        var wasLocked = wasLockedBefore || found.State is UserState.LockedOut;
        var refused = SignInEvents.Refused(found.User, wasLocked ? "LOCKED_OUT" : "INVALID_CREDENTIALS");
        await TellAsync(origin, isLockedNow ? [refused, SignInEvents.Locked(found.User)] : [refused], ct);
        // UNCONFIRMED (authn.md 3.2): whatever the password
        return Refused(found, wasLocked && policy.ShowsLockoutFailures);
    }

    Task TellAsync(Origin origin, IReadOnlyList<LogEvent> events, CancellationToken ct) =>
        store.Journal.AddAsync(origin, [.. events.Select(happened => happened.Written())], ct);

    static PasswordOutcome Refused(Credentials found, bool isLockedOut) => new(null, isLockedOut, found.User.Id);

    /// <summary>That a password was all that this user signed in by.</summary>
    public void Note(Work work, User user) => credentialStore.NoteLogin(work, user.Id);

    /// <summary>By login, or by the short name before the <c>@</c>.</summary>
    public async Task<Credentials?> FindAsync(string login, CancellationToken ct) =>
        await credentialStore.FindCredentialsAsync(login, ct)
        ?? (login.Contains('@', StringComparison.Ordinal) ? null : await credentialStore.FindCredentialsByShortNameAsync(login, ct));

    bool IsUnlocked(Credentials locked, PasswordPolicy policy) =>
        policy.AutoUnlock is { } after && store.Time.GetUtcNow() >= DateTimeOffset.FromUnixTimeSeconds(locked.LockedAt) + after;
}

/// <summary>Whose the password is; nobody's where it was refused. Whose it should have been is for those who watch.</summary>
sealed record PasswordOutcome(Credentials? Accepted, bool IsLockedOut, string? UserId)
{
    /// <summary>There is no such user, or no password.</summary>
    public static readonly PasswordOutcome Refused = new(null, false, null);
}
