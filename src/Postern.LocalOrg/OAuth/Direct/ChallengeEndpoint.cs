using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary><c>{as}/v1/challenge</c>: asks a user's second factor (direct-auth.md 2, 3.2, 4).</summary>
sealed class ChallengeEndpoint(ClientRequests requests, DirectSignIns signIns, OrgStore store, OrgDirectory directory, OrgUrls urls)
{
    static readonly string[] Types = [GrantTypes.MfaOob, GrantTypes.MfaOtp, GrantTypes.MfaWebAuthn];

    public Task HandleAsync(HttpContext context) => store.InOneWorkAsync(
        context.Origin, work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        OutOfBand.CheckEngine(directory.Org);
        var request = await requests.ReadForSignInAsync(context, Paths.Challenge, work);
        if (request.Form[Parameters.Scope] is not null)
            throw OAuthError.InvalidRequest("The 'scope' parameter is unsupported on this endpoint. Try again without this parameter.");

        var token = new DirectToken(Parameters.MfaToken, request.Form.Required(Parameters.MfaToken));
        var type = TypeOf(request);
        request.CheckMayUse(type);
        if (type is GrantTypes.MfaOtp)
        {
            await signIns.TakeAsync(request, token, transaction => Challenged(transaction, new SignInInput.Look()), ct);
            work.Answer(() => context.Response.WriteJsonAsync(new() { ChallengeType = type }, OAuthJson.Wire.OutOfBandBody));
            return;
        }

        SignInInput choice = type is GrantTypes.MfaWebAuthn ? new SignInInput.Choose("webauthn") : OutOfBand.Choice(request.Form);
        var asked = await signIns.TakeAsync(request, token, transaction => Challenged(transaction, choice), ct);
        if (type is GrantTypes.MfaWebAuthn)
        {
            var body = SecurityKeyChallenge.Of((SignInState.FactorChallenged)asked.State, type, urls.Public);
            work.Answer(() => context.Response.WriteJsonAsync(body, OAuthJson.Wire.SecurityKeyChallenge));
            return;
        }

        var oobCode = DirectSignIns.OobCodeOf(token.Value, asked.State.Transaction);
        work.Answer(() => context.Response.WriteJsonAsync(
            OutOfBand.Body(asked.State.Transaction, oobCode, type), OAuthJson.Wire.OutOfBandBody));
    }

    /// <summary>Whoever must do something else first, such as set a password, is asked nothing.</summary>
    public static SignInInput Challenged(Transaction transaction, SignInInput input) =>
        transaction.Status is AuthnStatuses.PasswordExpired or AuthnStatuses.MfaEnroll
            ? throw new OAuthError(
                OAuthErrors.AccessDenied, "The user is not challenged for any authenticators by the current policy.",
                StatusCodes.Status403Forbidden)
            : input;

    /// <summary>The first that there is.</summary>
    static string TypeOf(ClientRequest request)
    {
        var supported = request.Form.Required(Parameters.ChallengeTypesSupported).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return supported.FirstOrDefault(Types.Contains)
            ?? throw new OAuthError(
                OAuthErrors.AccessDenied,
                $"{string.Join(' ', supported)} is not supported as a 'challenge_type'. Try again with another value.",
                StatusCodes.Status403Forbidden);
    }
}
