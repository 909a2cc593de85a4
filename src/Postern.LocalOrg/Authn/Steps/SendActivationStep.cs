using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn.Steps;

/// <summary>Sends the link that enrolls a phone, in place of the QR code (authn.md 2).</summary>
sealed class SendActivationStep(string channel) : IAuthnStep
{
    public string Path => "/factors/{factorId}/lifecycle/activate/" + channel;

    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaEnrollActivate];

    public async Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct)
    {
        var factor = ActivateStep.Enrolling(call);
        if (factor.FactorType is not FactorTypes.Push)
            throw new SignInRefusal.NotPermitted();

        var to = channel is "email" ? call.User.Email : PhoneNumbers.Read(call.Request.Profile?.PhoneNumber) ?? throw new SignInRefusal.InvalidPhone();
        call.Around.Outbox.Send(call.Around.Work, channel, to, call.User.Login, "Open this link on your phone to set up Okta Verify.", null);
        return new Turn.To(call.Transaction with
        {
            Challenge = call.Transaction.FactorResult is FactorResults.Waiting ? call.Transaction.Challenge : await FactorKinds.Of(factor).ChallengeNewAsync(factor, call.Around, ct),
            FactorResult = FactorResults.Waiting,
        });
    }
}
