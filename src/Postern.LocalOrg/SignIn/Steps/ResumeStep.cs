using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>
/// Goes on from what a browser's session has proved, where that is fresh enough: whatever is missing is asked for, and where nothing is,
/// the
/// interaction is finished at once (oie-sessiontoken.md 4).
/// </summary>
sealed class ResumeStep(CredentialStore credentialStore, NextState next) : ISignInStep<SignInInput.Resume>
{
    public IReadOnlyList<string> Statuses => [];

    public async Task<Turn> TakeAsync(SignInInput.Resume input, SignInCall call, CancellationToken ct)
    {
        var (transaction, session) = (call.Transaction, input.Session);
        if (transaction is not { Status: AuthnStatuses.Unauthenticated, Interaction: { Login: null } interaction, RecoveryType: null }
            || await credentialStore.FindCredentialsOfAsync(session.UserId, ct) is not { State: UserState.Active } credentials)
            return new Turn.To(transaction);

        string[] methods = session.Methods.Split(' ');
        var resumed = transaction with
        {
            UserId = session.UserId,
            Methods = methods,
            HasFactor = methods.Contains("mfa"),
            // Without the old password, which nobody has given now, nobody may set a new one.
            HasSkippedWarning = true,
            Device = input.Caller.Device,
            Address = input.Caller.Address,
            Interaction = interaction with { Login = credentials.User.Login, AuthenticatedAt = session.AuthenticatedAt },
        };
        return await next.MayResumeAsync(resumed, credentials, session.AuthenticatedAt, ct)
            ? new Turn.Onward(resumed) { Credentials = credentials }
            : new Turn.To(transaction);
    }
}
