using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Sends the link that enrolls a phone, in place of the QR code (authn.md 2).</summary>
sealed class SendActivationStep : ISignInStep<SignInInput.SendActivation>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaEnrollActivate];

    public async Task<Turn> TakeAsync(SignInInput.SendActivation input, SignInCall call, CancellationToken ct)
    {
        var factor = ActivateStep.Enrolling(call, input.FactorId);
        if (factor.FactorType is not FactorTypes.Push)
            throw new SignInRefusal.NotPermitted();

        var to = input.Channel is "email"
            ? call.User.Email
            : PhoneNumbers.Read(input.PhoneNumber) ?? throw new SignInRefusal.InvalidPhone();
        call.Around.Outbox.Send(call.Work, input.Channel, to, call.User.Login, "Open this link on your phone to set up Okta Verify.", null);
        return new Turn.To(call.Transaction with
        {
            Interaction = call.Transaction.Interaction is { } interaction ? interaction with { LinkTo = to } : null,
            Challenge = call.Transaction.FactorResult is FactorResults.Waiting
                ? call.Transaction.Challenge
                : await FactorKinds.Of(factor).ChallengeNewAsync(factor, call.Around, ct),
            FactorResult = FactorResults.Waiting,
        });
    }
}
