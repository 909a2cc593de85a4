using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>
/// Mails another activation token to somebody who came by one that has expired (idx.md 5, 8). UNCONFIRMED there: that a client who brings
/// such a one is told so, and not that it is none.
/// </summary>
sealed class RequestActivationStep(RecoveryMessages messages) : ISignInStep<SignInInput.RequestActivation>
{
    /// <summary>The status of who came so, for which the Authentication API has no word.</summary>
    public const string LinkExpired = "ACTIVATION_LINK_EXPIRED";

    public IReadOnlyList<string> Statuses => [LinkExpired];

    /// <summary>Whether there is still something to activate.</summary>
    public static bool IsFor(Credentials credentials) => credentials.State is UserState.Staged or UserState.Provisioned;

    public Task<Turn> TakeAsync(SignInInput.RequestActivation input, SignInCall call, CancellationToken ct)
    {
        // Who has been activated meanwhile is told the same, and needs nothing.
        if (call.Credentials is { } credentials && IsFor(credentials))
            messages.SendActivation(call.Work, credentials.User);
        return Task.FromResult<Turn>(new Turn.Ended(Ending.ActivationRequested));
    }
}
