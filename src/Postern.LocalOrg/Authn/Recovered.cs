using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>Where a recovery leads whose every question has been answered.</summary>
static class Recovered
{
    /// <summary>UNCONFIRMED (authn.md 6.1): an unlock ends with a session token, as the recorded one does.</summary>
    public static async Task<Turn> TurnAsync(AuthnCall call, OrgStore store, CancellationToken ct)
    {
        if (call.Transaction.RecoveryType is not RecoveryTypes.Unlock)
            return new Turn.To(call.Transaction with { Status = AuthnStatuses.PasswordReset, Challenge = null });

        await store.UnlockAsync(call.User.Id, ct);
        return new Turn.Onward(call.Transaction with { Methods = ["pwd"] });
    }
}
