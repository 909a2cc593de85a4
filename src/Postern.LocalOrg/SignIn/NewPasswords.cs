using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>Sets a user's password, where the policy lets it.</summary>
sealed class NewPasswords(OrgStore store, CredentialStore credentialStore, SessionStore sessionStore, SignInPolicies policies)
{
    /// <returns>The user as they are then.</returns>
    /// <exception cref="SignInRefusal">The policy refuses it.</exception>
    public Credentials Set(Work work, Credentials credentials, string password, bool revokesSessions, bool isReset)
    {
        var policy = policies.Password(credentials.User);
        if (!PasswordRules.AreMetBy(password, policy, credentials.User)
            || WasUsed(credentials, password, policy)
            || (!isReset && IsTooYoung(credentials, policy)))
            throw new SignInRefusal.NewPasswordRefused(policy);

        if (revokesSessions)
            sessionStore.EndSessions(work, credentials.User.Id);
        return credentialStore.ChangePassword(work, credentials, Passwords.Hash(password), HistoryOf(credentials, policy));
    }

    /// <summary>
    /// Whatever it was before, and however young: an admin is held to the policy's characters alone. Who has not been activated is not by
    /// this.
    /// </summary>
    /// <returns>The user as they are then.</returns>
    /// <exception cref="SignInRefusal">The policy refuses it.</exception>
    public Credentials SetForAdmin(Work work, Credentials credentials, string password)
    {
        var policy = policies.Password(credentials.User);
        if (!PasswordRules.AreMetBy(password, policy, credentials.User))
            throw new SignInRefusal.NewPasswordRefused(policy);

        return credentialStore.ChangePassword(
            work, credentials, Passwords.Hash(password), HistoryOf(credentials, policy),
            credentials.State is UserState.Staged ? UserState.Staged : UserState.Active);
    }

    static IReadOnlyList<string> HistoryOf(Credentials credentials, PasswordPolicy policy)
    {
        IEnumerable<string> history = credentials.PasswordHash.Length > 0
            ? credentials.PasswordHistory.Prepend(Passwords.WithRest(credentials.PasswordHash))
            : credentials.PasswordHistory;
        return [.. history.Take(policy.HistoryCount)];
    }

    /// <summary>The one that there is, and as many before it as the policy remembers.</summary>
    static bool WasUsed(Credentials credentials, string password, PasswordPolicy policy) =>
        (credentials.PasswordHash.Length > 0 && Passwords.Matches(credentials.PasswordHash, password))
        || credentials.PasswordHistory.Take(policy.HistoryCount).Any(old => Passwords.Matches(old, password));

    /// <summary>What has expired may always be changed.</summary>
    bool IsTooYoung(Credentials credentials, PasswordPolicy policy) =>
        credentials.State is not UserState.PasswordExpired && credentials.PasswordChangedAt > 0
        && store.Time.GetUtcNow() < DateTimeOffset.FromUnixTimeSeconds(credentials.PasswordChangedAt) + policy.MinAge;
}
