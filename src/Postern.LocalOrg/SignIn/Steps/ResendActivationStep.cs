using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Sends the code of a new factor again (authn.md 7.3).</summary>
sealed class ResendActivationStep : ISignInStep<SignInInput.ResendActivation>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaEnrollActivate];

    public async Task<Turn> TakeAsync(SignInInput.ResendActivation input, SignInCall call, CancellationToken ct)
    {
        var factor = ActivateStep.Enrolling(call, input.FactorId);
        if (factor.FactorType is not (FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email))
            throw new SignInRefusal.NotPermitted();

        CodeFactor.CheckPause(factor.FactorType, call.Transaction.Challenge, call.Around.Now);
        var challenge = await FactorKinds.Of(factor).ChallengeNewAsync(factor, call.Around, ct);
        return new Turn.To(call.Transaction with { Challenge = challenge with { Attempts = call.Transaction.Challenge?.Attempts ?? 0 } });
    }
}
