using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>RFC 6749 section 4.1.3 with PKCE (RFC 7636).</summary>
sealed class AuthorizationCodeGrant(SpentCodes codes, OrgDirectory directory) : IGrant
{
    public string GrantType => GrantTypes.AuthorizationCode;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        var code = request.Form.Required(Parameters.Code);
        // Every authorize request has one. Looked for first, so that a request without it spends no code.
        var redirectUri = request.Form.Required(Parameters.RedirectUri);
        var redeemed = await codes.OfAuthorizationAsync(request, code, ct);
        if (redirectUri != redeemed.RedirectUri)
            throw OAuthError.InvalidGrant("The 'redirect_uri' does not match the redirection URI used in the authorization request.");
        request.CheckSameResource();
        CodeVerifiers.Check(redeemed.CodeChallenge, request.Form[Parameters.CodeVerifier]);
        CheckKey(redeemed.KeyThumbprint, request.KeyThumbprint);
        if (redeemed.IsHandedOver && request.Client.WantsSessionAtLogout)
            throw OAuthError.InvalidRequest(
                "Sign-in failed: the target application requires a user session, which is not supported in interclient_token sso flows.");

        var user = await directory.FindActiveUserAsync(redeemed.UserId, ct) ?? throw OAuthError.InvalidUserStatus();
        return Granted.OfSignIn(
            Grant(request, redeemed, user), request.Client, AuthorizationCodes.AccessTokenIdOf(code), () => RefreshTokenId.Of(code));
    }

    /// <summary>
    /// RFC 9449 section 10: a code asked for with <c>dpop_jkt</c> is good with that key alone. UNCONFIRMED (oidc.md 22): the text.
    /// </summary>
    static void CheckKey(string? asked, string? proved)
    {
        if (asked is not null && asked != proved)
            throw DpopProofs.Invalid(proved is null ? "The DPoP proof JWT header is missing." : "The DPoP proof JWT is invalid.");
    }

    static TokenGrant Grant(ClientRequest request, AuthorizationCode redeemed, User user) => new()
    {
        Server = request.Server, ClientId = redeemed.ClientId, User = user, Scopes = redeemed.Scopes, Nonce = redeemed.Nonce,
        GrantType = GrantTypes.AuthorizationCode,
        Lifetimes = redeemed.Lifetimes,
        AuthenticatedAt = redeemed.AuthenticatedAt,
        Methods = redeemed.Methods,
        Context = redeemed.Context,
    };
}
