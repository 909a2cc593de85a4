using System.Buffers.Text;
using System.Security.Cryptography;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens.Hooks;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>Signs ID tokens and access tokens with the claims that Okta puts in them.</summary>
sealed class TokenIssuer(SigningKeys keys, CustomClaims custom, OrgDirectory directory, TimeProvider time)
{
    public const int IdTokenSeconds = 3600; // oidc.md 21: fixed

    public static string NewAccessTokenId() => "AT." + Secrets.New();

    /// <summary>oidc.md 10.2 (custom authorization server) and 10.3 (org).</summary>
    public async Task<string> AccessTokenAsync(TokenGrant grant, string id)
    {
        var key = await keys.AccessTokenKeyAsync(grant.Server.Id);
        using var claims = await AccessClaimsAsync(grant, id);
        return key.Sign(grant.Hooked is { } hooked ? HookedTokens.Applied(claims.Finish(), hooked.Access) : claims.Finish());
    }

    /// <summary>Thin beside an access token, fat alone: oidc.md 10.1.</summary>
    public async Task<string> IdTokenAsync(TokenGrant grant, string? accessToken, string? code)
    {
        var key = await keys.ActiveAsync(grant.Server.Id);
        using var claims = await IdentityClaimsAsync(grant, accessToken, code);
        return key.Sign(grant.Hooked is { } hooked ? HookedTokens.Applied(claims.Finish(), hooked.Identity) : claims.Finish());
    }

    /// <summary>What the access token has without any hook's word.</summary>
    public async Task<ClaimSet> AccessClaimsAsync(TokenGrant grant, string id)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds() + grant.SkewSeconds;
        var claims = new ClaimSet();
        claims.Add(Claims.Version, 1)
            .Add(Claims.JwtId, id)
            .Add(Claims.Issuer, grant.Server.Issuer)
            .Add(Claims.Audience, grant.Server.Audience)
            .Add(Claims.IssuedAt, now)
            .Add(Claims.ExpiresAt, now + grant.Lifetimes.AccessTokenSeconds)
            .Add(Claims.ClientId, grant.ClientId)
            .Add(Claims.UserId, grant.User?.Id)
            .Add(Claims.Scopes, grant.Scopes);
        if (grant.User is not null)
            claims.Add(Claims.AuthenticationTime, grant.AuthenticatedAt + grant.SkewSeconds)
                .Add(Claims.AuthenticationContext, grant.Context);
        await custom.AddToAccessTokenAsync(claims, grant);
        if (grant.KeyThumbprint is { } thumbprint)
            claims.AddConfirmation(thumbprint);
        return claims;
    }

    /// <summary>What the ID token has without any hook's word.</summary>
    public async Task<ClaimSet> IdentityClaimsAsync(TokenGrant grant, string? accessToken, string? code)
    {
        var user = grant.User ?? throw new ArgumentException("Only a user has an ID token.", nameof(grant));
        var now = time.GetUtcNow().ToUnixTimeSeconds() + grant.SkewSeconds;
        var isThin = accessToken is not null || code is not null;
        UserClaims given = new(grant.Server, grant.Scopes, isThin);
        var claims = new ClaimSet();
        claims.Add(Claims.Subject, user.Id);
        if (isThin && given.Has("name"))
            claims.Add("name", user.Name);
        if (isThin && given.Has("email"))
            claims.Add("email", user.Email);
        claims.Add(Claims.Version, 1)
            .Add(Claims.Issuer, grant.Server.IdentityIssuer(await IssuerModeAsync(grant)))
            .Add(Claims.Audience, grant.ClientId)
            .Add(Claims.IssuedAt, now)
            .Add(Claims.ExpiresAt, now + (grant.Hooked?.IdentitySeconds ?? IdTokenSeconds))
            .Add(Claims.JwtId, "ID." + Secrets.New())
            .Add(Claims.AuthenticationMethods, grant.Methods)
            .Add(Claims.AuthenticationContext, grant.Context)
            .Add("idp", directory.Org.Id)
            .Add(Claims.Nonce, grant.Nonce);
        if (isThin && given.Has(Claims.PreferredUsername))
            claims.Add(Claims.PreferredUsername, user.Login);
        claims.Add(Claims.AuthenticationTime, grant.AuthenticatedAt + grant.SkewSeconds)
            .Add(Claims.AccessTokenHash, HalfHash(accessToken))
            .Add(Claims.CodeHash, HalfHash(code));
        claims.Add(Claims.SessionId, grant.SessionId);
        if (given.MayHaveMore)
            claims.AddUser(user, given);
        await custom.AddToIdentityAsync(claims, grant, isThin);
        return claims;
    }

    /// <summary>A custom authorization server has one of its own, and asks no app.</summary>
    async ValueTask<IssuerMode> IssuerModeAsync(TokenGrant grant) => grant.Server.IsOrg
        ? (await directory.Apps.FindAsync(grant.ClientId, CancellationToken.None))?.IssuerMode ?? IssuerMode.OrgUrl
        : IssuerMode.OrgUrl;

    /// <summary>OpenID Connect Core 3.1.3.6 and 3.3.2.11: the left half of the hash.</summary>
    static string? HalfHash(string? value)
    {
        if (value is null)
            return null;

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Secrets.HashUtf8(value, hash);
        return Base64Url.EncodeToString(hash[..16]);
    }
}
