using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Callers;

/// <summary>Reads tokens that this org issued, and nobody else's.</summary>
sealed class TokenReader(SigningKeys keys, TokenStore tokenStore, TimeProvider time)
{
    static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>Null where it is no access token of this server, or has expired, or was revoked.</summary>
    public Task<JsonWebToken?> ReadAccessTokenAsync(string token, AuthorizationServer server, CancellationToken ct) =>
        ReadAccessTokenAsync(token, server, mayHaveExpired: false, ct);

    /// <summary>The same, but for one that has expired: whoever asks says so.</summary>
    public Task<JsonWebToken?> ReadAccessTokenOfAnyAgeAsync(string token, AuthorizationServer server, CancellationToken ct) =>
        ReadAccessTokenAsync(token, server, mayHaveExpired: true, ct);

    /// <summary>Of any age, revoked or not. Null where it is no access token of this server.</summary>
    public Task<JsonWebToken?> ReadSignedAccessTokenAsync(string token, AuthorizationServer server) =>
        ReadSignedAccessTokenAsync(token, server, mayHaveExpired: true);

    /// <summary>Whether it was revoked, by itself or with its refresh token.</summary>
    public Task<bool> IsRevokedAsync(JsonWebToken token, CancellationToken ct)
    {
        var id = token.GetPayloadValue<string>(Claims.JwtId);
        return tokenStore.IsRevokedAsync(OwnId(id), FamilyOf(id), ct);
    }

    /// <summary>Null where it is no ID token of this server, or has expired.</summary>
    public async Task<JsonWebToken?> ReadIdTokenAsync(string token, AuthorizationServer server) =>
        await ReadAsync(token, server, await keys.VerifiersAsync(server.Id), audience: null, mayHaveExpired: false) is { } jwt
            && IsIdToken(jwt)
            ? jwt
            : null;

    /// <summary>
    /// As <c>id_token_hint</c>, which may have expired: OpenID Connect RP-Initiated Logout section 4. Null where it is no ID token of this
    /// server.
    /// </summary>
    public async Task<JsonWebToken?> ReadIdTokenHintAsync(string token, AuthorizationServer server) =>
        await ReadAsync(token, server, await keys.VerifiersAsync(server.Id), audience: null, mayHaveExpired: true) is { } jwt
            && IsIdToken(jwt)
            ? jwt
            : null;

    /// <summary>The id without that of the refresh token it belongs to.</summary>
    public static string OwnId(string id) => FamilyOf(id) is { } family ? id[..^(family.Length + 1)] : id;

    /// <summary>Of the key that the token is bound to; null: a bearer token.</summary>
    public static string? KeyThumbprintOf(JsonWebToken token) =>
        token.TryGetPayloadValue<JsonElement>(Claims.Confirmation, out var confirmation)
            ? confirmation.GetProperty(Claims.KeyThumbprint).GetString()
            : null;

    static string? FamilyOf(string id) => id.LastIndexOf(".oar", StringComparison.Ordinal) is > 0 and var dot ? id[(dot + 1)..] : null;

    static bool IsIdToken(JsonWebToken jwt) =>
        jwt.TryGetPayloadValue<string>(Claims.JwtId, out var id) && id.StartsWith("ID.", StringComparison.Ordinal);

    async Task<JsonWebToken?> ReadAccessTokenAsync(string token, AuthorizationServer server, bool mayHaveExpired, CancellationToken ct) =>
        await ReadSignedAccessTokenAsync(token, server, mayHaveExpired) is { } jwt && !await IsRevokedAsync(jwt, ct) ? jwt : null;

    async Task<JsonWebToken?> ReadSignedAccessTokenAsync(string token, AuthorizationServer server, bool mayHaveExpired)
    {
        // An ID token of the same server is signed with the same key: only the id's prefix and the scopes tell them apart.
        return await ReadAsync(token, server, await keys.AccessTokenVerifiersAsync(server.Id), server.Audience, mayHaveExpired) is { } jwt
            && jwt.TryGetPayloadValue<string[]>(Claims.Scopes, out _)
            && jwt.TryGetPayloadValue<string>(Claims.JwtId, out var id)
            && id.StartsWith("AT.", StringComparison.Ordinal)
                ? jwt
                : null;
    }

    async Task<JsonWebToken?> ReadAsync(
        string token, AuthorizationServer server, IEnumerable<SigningKey> signers, string? audience, bool mayHaveExpired)
    {
        var result = await Handler.ValidateTokenAsync(token, new()
        {
            IssuerSigningKeys = signers.Select(signer => signer.Key), ValidAlgorithms = ["RS256"],
            ValidIssuers = server.CustomIssuer is { } custom ? [server.Issuer, custom] : [server.Issuer],
            ValidAudience = audience,
            ValidateAudience = audience is not null,
            ClockSkew = TimeSpan.Zero,
            LifetimeValidator = (_, expires, _, _) => mayHaveExpired || expires > time.GetUtcNow().UtcDateTime,
        });
        return result is { IsValid: true, SecurityToken: JsonWebToken jwt } ? jwt : null;
    }
}
