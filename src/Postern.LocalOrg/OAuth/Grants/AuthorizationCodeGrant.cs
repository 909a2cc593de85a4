using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>RFC 6749 section 4.1.3 with PKCE (RFC 7636).</summary>
sealed class AuthorizationCodeGrant(TokenStore tokenStore, OrgDirectory directory, ReusedCodes reused) : IGrant
{
    public string GrantType => GrantTypes.AuthorizationCode;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        var code = request.Form.Required(Parameters.Code);
        // Every authorize request has one. Looked for first, so that a request without it spends no code.
        var redirectUri = request.Form.Required(Parameters.RedirectUri);
        if (await tokenStore.FindCodeAsync(code, ct) is not { IsOfInteraction: false } redeemed)
            throw await reused.RefusedAsync(code, "The authorization code is invalid or has expired.", ct);

        // Spent before it is compared: a code in the wrong hands is worth nothing to anybody after this.
        tokenStore.SpendCode(request.Work, code);
        if (redeemed.ClientId != request.Client.ClientId)
            throw OAuthError.InvalidGrant(
                "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.");
        if (redeemed.AuthorizationServerId != request.Server.Id)
            throw OAuthError.InvalidRequest("The grant was issued for another authorization server.");
        if (redirectUri != redeemed.RedirectUri)
            throw OAuthError.InvalidGrant("The 'redirect_uri' does not match the redirection URI used in the authorization request.");
        request.CheckSameResource();
        CodeVerifiers.Check(redeemed.CodeChallenge, request.Form[Parameters.CodeVerifier]);
        CheckKey(redeemed.KeyThumbprint, request.KeyThumbprint);

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
