using Postern.Local.Storage;

namespace Postern.Local.SignIn;

/// <summary>What a login and a password come to; every surface that takes a password asks here.</summary>
sealed class PasswordSignIn(OrgStore store, Passwords passwords, Organization org)
{
    /// <summary>In the order of authn.md 3.2.</summary>
    public async Task<SignInOutcome> TryAsync(string login, string password, CancellationToken ct)
    {
        var found = await FindAsync(login, ct);
        if (found is null)
        {
            Passwords.CheckNobody(password);
            return new SignInOutcome.Refused();
        }

        // Checked even where the account is locked: the answer must take as long.
        var isRight = passwords.Check(found.User.Id, found.PasswordHash, password);
        if (found.State is UserState.LockedOut)
            return org.ShowLockoutFailures ? new SignInOutcome.LockedOut() : new SignInOutcome.Refused(); // UNCONFIRMED: whatever the password

        if (!isRight)
        {
            await store.CountFailedPasswordAsync(found.User.Id, org.MaxFailedPasswords, ct);
            return new SignInOutcome.Refused();
        }

        if (found.FailedPasswords > 0)
            await store.ForgetFailedPasswordsAsync(found.User.Id, ct);
        return WithRightPassword(found);
    }

    async Task<Credentials?> FindAsync(string login, CancellationToken ct) =>
        await store.FindCredentialsAsync(login, ct)
        ?? (login.Contains('@', StringComparison.Ordinal) ? null : await store.FindCredentialsByShortNameAsync(login, ct));

    static SignInOutcome WithRightPassword(Credentials found) => found.State switch
    {
        UserState.MfaRequired when found.User.Factors.Count > 0 => new SignInOutcome.FactorRequired(found.User),
        UserState.MfaRequired => new SignInOutcome.EnrollmentRequired(found.User),
        UserState.PasswordExpired => new SignInOutcome.PasswordExpired(found.User),
        _ => new SignInOutcome.Accepted(found.User),
    };
}
