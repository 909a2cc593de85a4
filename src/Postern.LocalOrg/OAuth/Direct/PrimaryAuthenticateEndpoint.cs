using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary>
/// <c>{as}/v1/primary-authenticate</c>, once <c>oob-authenticate</c>: asks a user's phone or security key in the place of a password
/// (direct-auth.md 3.1, 4).
/// </summary>
sealed class PrimaryAuthenticateEndpoint(
    ClientRequests requests, DirectSignIns signIns, PasswordSignIn users, RateLimiter limits, OrgStore store, OrgDirectory directory,
    OrgUrls urls, SignInPolicies policies)
{
    public Task HandleAsync(HttpContext context) => store.InOneWorkAsync(
        context.Origin, work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        OutOfBand.CheckEngine(directory.Org);
        var request = await requests.ReadForSignInAsync(context, Paths.PrimaryAuthenticate, work);
        var hint = request.Form[Parameters.ChallengeHint] ?? GrantTypes.Oob;
        if (hint is not (GrantTypes.Oob or GrantTypes.WebAuthn))
            throw OAuthError.InvalidRequest($"'{hint}' is not supported as a 'challenge_hint'. Try again with another value.");

        DirectGrants.Supported(request);
        if (hint is GrantTypes.WebAuthn)
        {
            await AnswerWithKeyAsync(context, request, ct);
            return;
        }

        request.CheckMayUse(GrantTypes.Oob);
        var login = LoginHint(request);
        var choice = OutOfBand.Choice(request.Form);
        var user = await FindAsync(request, login, ct);
        var token = new DirectToken(Parameters.OobCode, Secrets.New());
        var asked = await signIns.BeginAsync(request, token, user.Id, login, choice, ct);
        work.Answer(() => context.Response.WriteJsonAsync(
            OutOfBand.Body(asked.State.Transaction, token.Value, challengeType: null), OAuthJson.Wire.OutOfBandBody));
    }

    /// <summary>One of Okta's clients asks the second factor here too, by its <c>mfa_token</c>: direct-auth.md 4.</summary>
    async Task AnswerWithKeyAsync(HttpContext context, ClientRequest request, CancellationToken ct)
    {
        var mfaToken = request.Form[Parameters.MfaToken];
        var type = mfaToken is null ? GrantTypes.WebAuthn : GrantTypes.MfaWebAuthn;
        request.CheckMayUse(type);
        var asked = mfaToken is null
            ? await BeginAsync(request, ct)
            : await signIns.TakeAsync(
                request, new(Parameters.MfaToken, mfaToken),
                transaction => ChallengeEndpoint.Challenged(transaction, new SignInInput.Choose("webauthn")), ct);
        var body = SecurityKeyChallenge.Of((SignInState.FactorChallenged)asked.State, type, urls.Public);
        request.Work.Answer(() => context.Response.WriteJsonAsync(body, OAuthJson.Wire.SecurityKeyChallenge));
    }

    /// <summary>Nothing is handed out that names the sign-in but what the key is to sign.</summary>
    async Task<SignInOutcome.Pending> BeginAsync(ClientRequest request, CancellationToken ct)
    {
        var login = LoginHint(request);
        var user = await FindAsync(request, login, ct);
        var token = new DirectToken(Parameters.ClientDataJson, Secrets.New());
        return await signIns.BeginAsync(
            request, token, user.Id, login, new SignInInput.Choose("webauthn") { Nonce = token.Value }, ct);
    }

    static string LoginHint(ClientRequest request) =>
        request.Form[Parameters.LoginHint] ?? throw OAuthError.InvalidRequest("A 'login_hint' is required for the request.");

    async Task<User> FindAsync(ClientRequest request, string login, CancellationToken ct)
    {
        if (!await limits.TryTakeForUserAsync(login, request.Work, ct))
            throw DirectSignIns.TooMany();
        if (await users.FindAsync(login, ct) is not { State: UserState.Active } found)
            throw OAuthError.InvalidGrant("The 'login_hint' does not uniquely identify a user.");

        if (!request.Client.IsAssignedTo(found.User))
            throw OAuthError.AccessDenied("User is not assigned to the client application.");

        DirectRecovery.Check(request, policies, found.User);
        return found.User;
    }
}
