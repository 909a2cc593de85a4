using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Proves that a new factor works (authn.md 2, 7.2). Of a push that timed out, it begins again.</summary>
sealed class ActivateStep(Enrolled enrolled, Registered registered) : ISignInStep<SignInInput.Activate>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaEnrollActivate];

    public async Task<Turn> TakeAsync(SignInInput.Activate input, SignInCall call, CancellationToken ct)
    {
        var factor = Enrolling(call, input.FactorId);
        var kind = FactorKinds.Of(factor);
        if (factor.FactorType is FactorTypes.Push)
            return new Turn.To(
                call.Transaction with
                {
                    Challenge = await kind.ChallengeNewAsync(factor, call.Around, ct),
                    FactorResult = FactorResults.Waiting,
                });
        Attempts.Check(call.Transaction);

        try
        {
            factor = await kind.ActivateAsync(factor, call.Transaction.Challenge, input.Answer, call.Around, ct);
        }
        catch (SignInRefusal.WrongAnswer wrong)
        {
            return new Turn.Refused(call.Transaction.Counted(), wrong);
        }

        return Registered.IsVerifying(call.Transaction)
            ? await registered.VerifiedAsync(call, factor, ct)
            : await enrolled.KeepAsync(call, kind, factor, ct);
    }

    public static Factor Enrolling(SignInCall call, string factorId) =>
        call.Transaction.Factor is { } factor && factor.Id == factorId ? factor : throw new SignInRefusal.NoSuchFactor(factorId);
}
