using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Back to the choice of factors (authn.md 10).</summary>
sealed class GoBackStep : ISignInStep<SignInInput.GoBack>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaChallenge, AuthnStatuses.MfaEnrollActivate];

    public Task<Turn> TakeAsync(SignInInput.GoBack input, SignInCall call, CancellationToken ct)
    {
        var status = call.Transaction switch
        {
            { Status: AuthnStatuses.MfaEnrollActivate } => AuthnStatuses.MfaEnroll,
            { Methods.Count: 0 } => AuthnStatuses.Unauthenticated,
            _ => AuthnStatuses.MfaRequired,
        };
        return Task.FromResult<Turn>(
            new Turn.To(call.Transaction with { Status = status, Factor = null, Challenge = null, FactorResult = null }));
    }
}
