using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary>
/// What a user's phone was asked, in the place of a password or after it: polled, or answered with a code (direct-auth.md 3).
/// </summary>
sealed class OobGrant(string grantType, DirectSignIns signIns, RateLimiter limits, TimeProvider time) : IGrant
{
    public string GrantType => grantType;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        var oobCode = request.Form.Required(Parameters.OobCode);
        var token = grantType is GrantTypes.MfaOob
            ? new DirectToken(Parameters.MfaToken, request.Form.Required(Parameters.MfaToken))
            : new DirectToken(Parameters.OobCode, oobCode);
        var reached = await signIns.TakeAsync(request, token, transaction => Read(request, transaction, token, oobCode), ct);
        if (reached.State is SignInState.FactorChallenged { Transaction.FactorResult: { } result })
            throw result is FactorResults.Waiting
                ? await UndecidedAsync(oobCode, ct)
                : OAuthError.InvalidGrant("User rejected out-of-band authentication prompt.");

        return DirectSignIns.GrantedBy(request, reached, grantType, token);
    }

    /// <summary>
    /// Whoever polls too soon is told so, but never instead of the user's decision. UNCONFIRMED (direct-auth.md 3.1): the words, which are
    /// those of the device grant.
    /// </summary>
    async ValueTask<OAuthError> UndecidedAsync(string oobCode, CancellationToken ct) =>
        await limits.TakeAsync(
            "polls of " + Secrets.Hash(oobCode), time.GetUtcNow().ToUnixTimeSeconds() / OutOfBand.PollSeconds, ct) > 1
            ? new(OAuthErrors.SlowDown, "Slow down the polling frequency. Please try again later.")
            : new(
                OAuthErrors.AuthorizationPending,
                "No user response received on the out-of-band authenticator yet. Continue polling to wait for a response.");

    SignInInput Read(ClientRequest request, Transaction transaction, DirectToken token, string oobCode)
    {
        if (transaction is not { Status: AuthnStatuses.MfaChallenge, Factor: { } factor })
            throw new SignInRefusal.WrongState();
        if (grantType is GrantTypes.MfaOob && DirectSignIns.OobCodeOf(token.Value, transaction) != oobCode)
            throw OAuthError.InvalidRequest(
                "The 'oob_code' and the 'mfa_token' provided are not associated with each other. Review the values and try again.");
        if (factor.FactorType is FactorTypes.Push)
            return transaction.FactorResult is FactorResults.Waiting
                ? new SignInInput.Verify(factor.Id, FactorAnswer.Nothing)
                : new SignInInput.Look();

        return new SignInInput.Verify(factor.Id, new() { Passcode = request.Form.Required(Parameters.BindingCode) });
    }
}
