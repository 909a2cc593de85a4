using Postern.Local.Storage;
using Postern.Protocol;

namespace Postern.Local.Authn;

/// <summary>Counts wrong answers of a user's factors and locks the account at the fifth in a row (authn.md 7.2).</summary>
sealed class FactorFailures(OrgStore store)
{
    const int MostInARow = 5; // UNCONFIRMED (authn.md 7.2): commonly reported

    /// <exception cref="OktaError">What the answer was refused with, or that the account is locked now.</exception>
    public async Task CountingAsync(User user, Func<Task> verify, CancellationToken ct)
    {
        if (await store.FindCredentialsOfAsync(user.Id, ct) is { State: UserState.LockedOut })
            throw Locked();

        try
        {
            await verify();
        }
        catch (OktaError wrong) when (wrong.Code is OktaErrorCodes.InvalidPasscode)
        {
            await CountAsync(user, ct);
            throw;
        }

        await store.ForgetFailedFactorsAsync(user.Id, ct);
    }

    /// <exception cref="OktaError">That was one too many.</exception>
    public async Task CountAsync(User user, CancellationToken ct)
    {
        await store.CountFailedFactorAsync(user.Id, MostInARow, ct);
        if (await store.FindCredentialsOfAsync(user.Id, ct) is { State: UserState.LockedOut })
            throw Locked();
    }

    static OktaError Locked() => new(403, OktaErrorCodes.UserLocked, "User Locked");
}
