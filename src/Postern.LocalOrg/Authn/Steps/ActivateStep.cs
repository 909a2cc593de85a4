using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn.Steps;

/// <summary>Proves that a new factor works (authn.md 2, 7.2). Of a push that timed out, it begins again.</summary>
sealed class ActivateStep(Enrolled enrolled) : IAuthnStep
{
    public string Path => "/factors/{factorId}/lifecycle/activate";

    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaEnrollActivate];

    public async Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct)
    {
        var factor = Enrolling(call);
        var kind = FactorKinds.Of(factor);
        if (factor.FactorType is FactorTypes.Push)
            return new Turn.To(call.Transaction with { Challenge = await kind.ChallengeNewAsync(factor, call.Around, ct), FactorResult = FactorResults.Waiting });
        Attempts.Check(call.Transaction);

        try
        {
            factor = await kind.ActivateAsync(factor, call.Transaction.Challenge, call.Request.Answered(), call.Around, ct);
        }
        catch (SignInRefusal.WrongAnswer wrong)
        {
            return new Turn.Refused(call.Transaction.Counted(), wrong);
        }

        return await enrolled.KeepAsync(call, kind, factor, ct);
    }

    public static Factor Enrolling(AuthnCall call) =>
        call.Transaction.Factor is { } factor && factor.Id == call.Route("factorId") ? factor : throw new SignInRefusal.NoSuchFactor(call.Route("factorId"));
}
