using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Back to the choice of factors (authn.md 10), or of Identity Engine's first page to the user name (idx.md 5).</summary>
sealed class GoBackStep : ISignInStep<SignInInput.GoBack>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaChallenge, AuthnStatuses.MfaEnrollActivate, AuthnStatuses.Unauthenticated];

    public Task<Turn> TakeAsync(SignInInput.GoBack input, SignInCall call, CancellationToken ct)
    {
        if (Registered.IsVerifying(call.Transaction))
            throw new SignInRefusal.WrongState();
        if (call.Transaction.Status is AuthnStatuses.Unauthenticated)
            return Task.FromResult<Turn>(new Turn.To(ToItsBeginning(call.Transaction)));

        var status = call.Transaction switch
        {
            { Status: AuthnStatuses.MfaEnrollActivate } => AuthnStatuses.MfaEnroll,
            { Methods.Count: 0 } => AuthnStatuses.Unauthenticated,
            _ => AuthnStatuses.MfaRequired,
        };
        return Task.FromResult<Turn>(
            new Turn.To(call.Transaction with { Status = status, Factor = null, Challenge = null, FactorResult = null }));
    }

    /// <exception cref="SignInRefusal">The Authentication API has no such way.</exception>
    static Transaction ToItsBeginning(Transaction transaction) => transaction.Interaction is { } interaction
        ? transaction with { Interaction = interaction with { Chosen = null, Method = null } }
        : throw new SignInRefusal.WrongState();
}
