using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Asks whether the phone has been enrolled (authn.md 6.12).</summary>
sealed class PollActivationStep(FactorStore factorStore, Enrolled enrolled) : ISignInStep<SignInInput.PollActivation>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaEnrollActivate];

    public async Task<Turn> TakeAsync(SignInInput.PollActivation input, SignInCall call, CancellationToken ct)
    {
        var factor = ActivateStep.Enrolling(call, input.FactorId);
        if (factor.FactorType is not FactorTypes.Push || call.Transaction.FactorResult is not FactorResults.Waiting)
            throw new SignInRefusal.WrongState();

        var result = await PushFactor.ResultAsync(call.Transaction.Challenge!, factorStore, ct);
        return result switch
        {
            FactorResults.Success => await enrolled.KeepAsync(call, FactorKinds.Of(factor), factor, ct),
            FactorResults.Waiting => new Turn.To(call.Transaction),
            _ => new Turn.To(call.Transaction with { FactorResult = result }),
        };
    }
}
