using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Counts wrong answers of a user's factors and locks the account at the fifth in a row (authn.md 7.2).</summary>
sealed class FactorFailures(CredentialStore credentialStore)
{
    const int MostInARow = 5; // UNCONFIRMED (authn.md 7.2): commonly reported

    /// <exception cref="SignInRefusal">What the answer was refused with, or that the account is locked now.</exception>
    public async Task CountingAsync(User user, IReadOnlyList<Factor> tried, Func<Task> verify, Work work, CancellationToken ct)
    {
        await CheckAsync(user, ct);
        try
        {
            await verify();
        }
        catch (SignInRefusal.WrongAnswer)
        {
            work.TellAnyway(SignInEvents.AnsweredWrongly(user, tried));
            await CountAsync(user, work, ct);
            throw;
        }

        // Others may have guessed too often while this answer was being checked.
        await CheckAsync(user, ct);
        credentialStore.ForgetFailedFactors(work, user.Id);
    }

    async Task CountAsync(User user, Work work, CancellationToken ct)
    {
        await credentialStore.CountFailedFactorAsync(user.Id, MostInARow, ct);
        try
        {
            await CheckAsync(user, ct);
        }
        catch (SignInRefusal.AccountLocked)
        {
            work.TellAnyway(SignInEvents.Locked(user));
            throw;
        }
    }

    async Task CheckAsync(User user, CancellationToken ct)
    {
        if (await credentialStore.FindCredentialsOfAsync(user.Id, ct) is { State: UserState.LockedOut })
            throw new SignInRefusal.AccountLocked();
    }
}
