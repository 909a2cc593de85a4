using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Callers;

/// <summary>Reads access tokens for an API of Okta's own, and says what is wrong with those that will not do: oidc.md 22.</summary>
sealed class PresentedAccessTokens(TokenReader reader, TimeProvider time)
{
    static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <exception cref="OAuthError"><c>invalid_token</c>.</exception>
    public async Task<JsonWebToken> ReadAsync(string token, AuthorizationServer server, CancellationToken ct)
    {
        CheckParties(Parse(token), server);
        var signed = await reader.ReadSignedAccessTokenAsync(token, server) ?? throw Invalid("The access token is invalid.");
        CheckTimes(signed);
        return await reader.IsRevokedAsync(signed, ct) ? throw Invalid("The access token has been revoked.") : signed;
    }

    static JsonWebToken Parse(string token)
    {
        try
        {
            return Handler.ReadJsonWebToken(token);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or SecurityTokenException)
        {
            throw Invalid("The token is invalid.");
        }
    }

    // UNCONFIRMED (oidc.md 22): the order. Before the signature, since a stranger's key says less than whose token it is: a custom
    // server's, or an ID token.
    static void CheckParties(JsonWebToken token, AuthorizationServer server)
    {
        if (!token.TryGetPayloadValue<string>(Claims.Issuer, out var issuer) || issuer != server.Issuer)
            throw Invalid("The access token provided has an invalid issuer.");
        if (!token.Audiences.Contains(server.Audience))
            throw Invalid("The access token provided is not intended for Okta.");
    }

    void CheckTimes(JsonWebToken token)
    {
        var now = time.GetUtcNow();
        if (token.ValidTo <= now.UtcDateTime)
            throw Invalid("The token has expired.");
        if (token.IssuedAt > now.UtcDateTime)
            throw Invalid("The token timestamp is invalid.");
    }

    static OAuthError Invalid(string description) => new(OAuthErrors.InvalidToken, description, StatusCodes.Status401Unauthorized);
}
