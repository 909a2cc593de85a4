using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Answers the recovery question: then a password may be reset, or the account is unlocked (authn.md 9).</summary>
sealed class AnswerRecoveryStep(CredentialStore credentialStore) : ISignInStep<SignInInput.AnswerRecoveryQuestion>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.Recovery];

    public Task<Turn> TakeAsync(SignInInput.AnswerRecoveryQuestion input, SignInCall call, CancellationToken ct)
    {
        if (input.Answer is not { } answer)
            throw new SignInRefusal.Blank(SignInField.Answer);
        Attempts.Check(call.Transaction);
        if (call.User.RecoveryAnswerHash is not { } hash || !Passwords.CheckAnswer(hash, answer))
            return Task.FromResult<Turn>(new Turn.Refused(call.Transaction.Counted(), new SignInRefusal.WrongRecoveryAnswer()));

        return Task.FromResult(Recovered.TurnOf(call, credentialStore));
    }
}
