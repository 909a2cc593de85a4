using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Sends the challenge again; the code sent before is good no longer (authn.md 7.3).</summary>
sealed class ResendStep : ISignInStep<SignInInput.Resend>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaChallenge];

    public async Task<Turn> TakeAsync(SignInInput.Resend input, SignInCall call, CancellationToken ct)
    {
        if (call.Transaction.Factor is not { } factor || factor.Id != input.FactorId)
            throw new SignInRefusal.NoSuchFactor(input.FactorId);
        var kind = FactorKinds.Of(factor);
        if (!kind.IsSent)
            throw new SignInRefusal.NotPermitted();

        CodeFactor.CheckPause(factor.FactorType, call.Transaction.Challenge, call.Around.Now);
        return new Turn.To(call.Transaction with
        {
            Challenge = await kind.ChallengeAsync(factor, call.Around, ct),
            FactorResult = kind.Awaits,
        });
    }
}
