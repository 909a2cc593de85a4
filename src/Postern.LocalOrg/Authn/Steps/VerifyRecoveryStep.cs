using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn.Steps;

/// <summary>Checks the code that was sent for a recovery (authn.md 2). For somebody who does not exist no code is right.</summary>
sealed class VerifyRecoveryStep(OrgStore store) : IAuthnStep
{
    public string Path => "/recovery/factors/{factorType}/verify";

    public IReadOnlyList<string> Statuses => [AuthnStatuses.RecoveryChallenge];

    public Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct)
    {
        CheckType(call);
        if (call.Request.PassCode is not { } passCode)
            throw new SignInRefusal.Blank(SignInField.Passcode);
        Attempts.Check(call.Transaction);
        if (call.Credentials is null || !CodeFactor.IsRight(call.Transaction.Challenge, passCode, call.Around.Now))
            return Task.FromResult<Turn>(new Turn.Refused(call.Transaction.Counted(), new SignInRefusal.WrongAnswer(AnswerKind.RecoveryCode)));

        return Task.FromResult(call.User.RecoveryQuestion is null
            ? Recovered.TurnOf(call, store)
            : new Turn.To(call.Transaction with { Status = AuthnStatuses.Recovery, Challenge = null }));
    }

    public static void CheckType(AuthnCall call)
    {
        if (!string.Equals(call.Route("factorType"), call.Transaction.RecoveryFactor, StringComparison.OrdinalIgnoreCase))
            throw new SignInRefusal.NoSuchFactor(call.Route("factorType"));
    }
}
