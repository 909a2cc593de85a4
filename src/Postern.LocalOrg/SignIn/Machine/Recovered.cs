using Postern.LocalOrg.SignIn.Steps;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Where a recovery leads whose every question has been answered.</summary>
static class Recovered
{
    /// <summary>The status of one that a mail's link has ended: its page has not heard of it yet.</summary>
    public const string Unlocked = "UNLOCKED";

    /// <summary>UNCONFIRMED (authn.md 6.1): an unlock ends with a session token, as the recorded one does.</summary>
    public static Turn TurnOf(SignInCall call, CredentialStore credentialStore)
    {
        if (call.Transaction.RecoveryType is not RecoveryTypes.Unlock)
            return new Turn.To(call.Transaction with { Status = AuthnStatuses.PasswordReset, Challenge = null });

        var unlocked = credentialStore.Unlock(call.Work, call.Credentials ?? throw new SignInRefusal.TransactionGone());
        // UNCONFIRMED (idx.md 8): on Identity Engine whoever has unlocked signs in anew.
        return call.Transaction.Interaction is null
            ? new Turn.Onward(call.Transaction with { Methods = ["pwd"] }) { Credentials = unlocked }
            : new Turn.Unlocked();
    }
}
