using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn.Steps;

/// <summary>Sends the challenge again; the code sent before is good no longer (authn.md 7.3).</summary>
sealed class ResendStep : IAuthnStep
{
    public string Path => "/factors/{factorId}/verify/resend";

    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaChallenge];

    public async Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct)
    {
        if (call.Transaction.Factor is not { } factor || factor.Id != call.Route("factorId"))
            throw new SignInRefusal.NoSuchFactor(call.Route("factorId"));
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
