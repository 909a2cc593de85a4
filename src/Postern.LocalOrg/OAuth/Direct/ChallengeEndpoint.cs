using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary><c>{as}/v1/challenge</c>: asks a user's second factor (direct-auth.md 2, 3.2).</summary>
sealed class ChallengeEndpoint(ClientRequests requests, DirectSignIns signIns, OrgStore store, OrgDirectory directory)
{
    public Task HandleAsync(HttpContext context) => store.InOneWorkAsync(
        context.Origin, work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        OutOfBand.CheckEngine(directory.Org);
        var request = await requests.ReadAsync(context, Paths.Challenge, work);
        var token = new DirectToken(Parameters.MfaToken, request.Form.Required(Parameters.MfaToken));
        var type = TypeOf(request);
        request.CheckMayUse(type);
        if (type is GrantTypes.MfaOtp)
        {
            await signIns.TakeAsync(request, token, _ => new SignInInput.Look(), ct);
            work.Answer(() => context.Response.WriteJsonAsync(new() { ChallengeType = type }, OAuthJson.Wire.OutOfBandBody));
            return;
        }

        var choice = OutOfBand.Choice(request.Form);
        var asked = await signIns.TakeAsync(request, token, _ => choice, ct);
        var oobCode = DirectSignIns.OobCodeOf(token.Value, asked.State.Transaction);
        work.Answer(() => context.Response.WriteJsonAsync(
            OutOfBand.Body(asked.State.Transaction, oobCode, type), OAuthJson.Wire.OutOfBandBody));
    }

    /// <summary>The first that there is.</summary>
    static string TypeOf(ClientRequest request)
    {
        var supported = request.Form.Required(Parameters.ChallengeTypesSupported).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return supported.FirstOrDefault(type => type is GrantTypes.MfaOob or GrantTypes.MfaOtp)
            ?? throw new OAuthError(
                OAuthErrors.AccessDenied,
                $"{string.Join(' ', supported)} is not supported as a 'challenge_type'. Try again with another value.",
                403);
    }
}
