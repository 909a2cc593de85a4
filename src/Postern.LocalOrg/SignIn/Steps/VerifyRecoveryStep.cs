using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Checks the code that was sent for a recovery (authn.md 2). For somebody who does not exist no code is right.</summary>
sealed class VerifyRecoveryStep(CredentialStore credentialStore) : ISignInStep<SignInInput.AnswerRecoveryCode>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.RecoveryChallenge];

    public Task<Turn> TakeAsync(SignInInput.AnswerRecoveryCode input, SignInCall call, CancellationToken ct)
    {
        CheckChannel(call, input.Channel);
        if (input.Code is not { } code)
            throw new SignInRefusal.Blank(SignInField.Passcode);
        Attempts.Check(call.Transaction);
        if (call.Credentials is null || !CodeFactor.IsRight(call.Transaction.Challenge, code, call.Around.Now))
            return Task.FromResult<Turn>(
                new Turn.Refused(call.Transaction.Counted(), new SignInRefusal.WrongAnswer(AnswerKind.RecoveryCode)));

        return Task.FromResult(call.User.RecoveryQuestion is null
            ? Recovered.TurnOf(call, credentialStore)
            : new Turn.To(call.Transaction with { Status = AuthnStatuses.Recovery, Challenge = null }));
    }

    public static void CheckChannel(SignInCall call, string channel)
    {
        if (!string.Equals(channel, call.Transaction.RecoveryFactor, StringComparison.OrdinalIgnoreCase))
            throw new SignInRefusal.NoSuchFactor(channel);
    }
}
