using Postern.Local.Storage;

namespace Postern.Local.SignIn;

/// <summary>What a login and a password come to; every surface that takes a password asks here.</summary>
sealed class PasswordSignIn(OrgStore store, Passwords passwords, SignInPolicies policies)
{
    /// <summary>Whose it is, where the password is right and the account may be used; in the order of authn.md 3.2.</summary>
    public async Task<PasswordOutcome> TryAsync(string login, string password, CancellationToken ct)
    {
        var found = await FindAsync(login, ct);
        if (found is null)
        {
            Passwords.CheckNobody(password);
            return PasswordOutcome.Refused;
        }

        // Checked even where the account is locked: the answer must take as long.
        var isRight = passwords.Check(found.User.Id, found.PasswordHash, password);
        var policy = policies.Password(found.User);
        if (found.State is UserState.LockedOut)
        {
            if (!IsUnlocked(found, policy))
                return policy.ShowsLockoutFailures ? PasswordOutcome.LockedOut : PasswordOutcome.Refused; // UNCONFIRMED: whatever the password

            await store.UnlockAsync(found.User.Id, ct);
            found = found with { State = UserState.Active, FailedPasswords = 0 };
        }

        if (!isRight)
        {
            await store.CountFailedPasswordAsync(found.User.Id, policy.MaxAttempts, ct);
            return PasswordOutcome.Refused;
        }

        if (found.State is not (UserState.Active or UserState.PasswordExpired))
            return PasswordOutcome.Refused;
        if (found.FailedPasswords > 0)
            await store.ForgetFailedPasswordsAsync(found.User.Id, ct);
        return new(found, IsLockedOut: false);
    }

    /// <summary>By login, or by the short name before the <c>@</c>.</summary>
    public async Task<Credentials?> FindAsync(string login, CancellationToken ct) =>
        await store.FindCredentialsAsync(login, ct)
        ?? (login.Contains('@', StringComparison.Ordinal) ? null : await store.FindCredentialsByShortNameAsync(login, ct));

    bool IsUnlocked(Credentials locked, SeedPasswordPolicy policy) =>
        policy.AutoUnlock is { } after && store.Time.GetUtcNow() >= DateTimeOffset.FromUnixTimeSeconds(locked.LockedAt) + after;
}

/// <summary>Whose the password is; nobody's where it was refused.</summary>
sealed record PasswordOutcome(Credentials? Accepted, bool IsLockedOut)
{
    public static readonly PasswordOutcome Refused = new(null, false);

    public static readonly PasswordOutcome LockedOut = new(null, true);
}
