using Microsoft.IdentityModel.JsonWebTokens;
using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.OAuth;

/// <summary>Reads an access token that this org issued, and nobody else's.</summary>
sealed class AccessTokenReader(SigningKeys keys, OrgStore store, TimeProvider time)
{
    static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>Null where it is no access token of this server, or has expired, or was revoked.</summary>
    public async Task<JsonWebToken?> ReadAsync(string token, AuthorizationServer server, CancellationToken ct)
    {
        var key = await keys.AccessTokenKeyAsync(server.Id);
        var result = await Handler.ValidateTokenAsync(token, new()
        {
            IssuerSigningKey = key.Key, ValidAlgorithms = ["RS256"],
            ValidIssuer = server.Issuer, ValidAudience = server.Audience,
            ClockSkew = TimeSpan.Zero,
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        });

        // An ID token of the same server is signed with the same key: only the id's prefix and the scopes tell them apart.
        return result is { IsValid: true, SecurityToken: JsonWebToken jwt }
            && jwt.TryGetPayloadValue<string[]>(Claims.Scopes, out _)
            && jwt.TryGetPayloadValue<string>(Claims.JwtId, out var id)
            && id.StartsWith("AT.", StringComparison.Ordinal)
            && !await store.IsRevokedAsync(id, ct)
                ? jwt
                : null;
    }
}
