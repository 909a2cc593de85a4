using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Sends the recovery code again; for somebody who does not exist, it only seems so.</summary>
sealed class ResendRecoveryStep(RecoveryMessages messages) : ISignInStep<SignInInput.ResendRecoveryCode>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.RecoveryChallenge];

    public async Task<Turn> TakeAsync(SignInInput.ResendRecoveryCode input, SignInCall call, CancellationToken ct)
    {
        VerifyRecoveryStep.CheckChannel(call, input.Channel);
        CodeFactor.CheckPause(RecoveryMessages.ChannelOf(call.Transaction.RecoveryFactor), call.Transaction.Challenge, call.Around.Now);
        var challenge = await messages.SendCodeAsync(call.Transaction, call.Credentials, call.Around, ct);
        return new Turn.To(call.Transaction with { Challenge = challenge with { Attempts = call.Transaction.Challenge?.Attempts ?? 0 } });
    }
}
