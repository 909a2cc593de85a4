using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>RFC 6749 section 4.1.3 with PKCE (RFC 7636).</summary>
sealed class AuthorizationCodeGrant(OrgStore store, TokenStore tokenStore, OrgDirectory directory, AuthorizationCodes codes) : IGrant
{
    public string GrantType => GrantTypes.AuthorizationCode;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        var code = request.Form.Required(Parameters.Code);
        // Every authorize request has one. Looked for first, so that a request without it spends no code.
        var redirectUri = request.Form.Required(Parameters.RedirectUri);
        var redeemed = await tokenStore.FindCodeAsync(code, ct) ?? throw await RefusedAsync(code, ct);

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
        CheckVerifier(redeemed.CodeChallenge, request.Form[Parameters.CodeVerifier]);
        CheckKey(redeemed.KeyThumbprint, request.KeyThumbprint);

        var user = await directory.FindActiveUserAsync(redeemed.UserId, ct) ?? throw OAuthError.InvalidUserStatus();
        return Granted.OfSignIn(
            Grant(request, redeemed, user), request.Client, AuthorizationCodes.AccessTokenIdOf(code), () => RefreshTokenId.Of(code));
    }

    /// <summary>
    /// RFC 6749 section 4.1.2: a code used twice takes down the tokens that it gave. A code that never was one does nothing.
    /// </summary>
    async Task<OAuthError> RefusedAsync(string code, CancellationToken ct)
    {
        if (await codes.IsGenuineAsync(code))
            await store.InOneWorkAsync(
                work =>
                {
                    var until = store.Time.GetUtcNow() + TokenLifetimes.LongestAccessToken;
                    tokenStore.RevokeToken(work, AuthorizationCodes.AccessTokenIdOf(code), until);
                    tokenStore.RevokeRefreshToken(work, RefreshTokenId.Of(code).ToString(), until);
                    return Task.CompletedTask;
                },
                ct);
        return OAuthError.InvalidGrant("The authorization code is invalid or has expired.");
    }

    static void CheckVerifier(string? challenge, string? verifier)
    {
        if (challenge is null)
        {
            // RFC 9700 section 4.8.2: a verifier without a challenge means that somebody took the challenge away.
            if (verifier is not null)
                throw OAuthError.InvalidRequest("PKCE code challenge should be specified in the authorize request for code verification.");
            return;
        }

        if (verifier is null)
            throw OAuthError.InvalidRequest("PKCE code verifier is required by the application.");

        // UNCONFIRMED (oidc.md 22): the reasons.
        if (!PkceTexts.IsLongEnough(verifier))
            throw OAuthError.InvalidGrant("PKCE verification failed: code verifier must be 43 to 128 characters long.");
        if (!PkceTexts.HasLegalCharacters(verifier))
            throw OAuthError.InvalidGrant("PKCE verification failed: code verifier contains illegal characters.");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Secrets.HashUtf8(verifier, hash);
        if (
            !CryptographicOperations.FixedTimeEquals(
                MemoryMarshal.AsBytes(challenge.AsSpan()), MemoryMarshal.AsBytes(Base64Url.EncodeToString(hash).AsSpan())))
            throw OAuthError.InvalidGrant("PKCE verification failed.");
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
