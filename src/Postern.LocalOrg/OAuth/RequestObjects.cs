using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Opens request objects: RFC 9101 and OpenID Connect Core section 6, with Okta's limits and texts (oidc.md 7, 22).</summary>
sealed class RequestObjects(OrgStore store, TokenStore tokenStore, ClientKeys clientKeys)
{
    /// <summary>For an HMAC: oidc.md 8.</summary>
    const int ShortestSecret = 32;

    static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>What it says, name by name. It is spent with the work then, where it has a <c>jti</c>.</summary>
    public async Task<Dictionary<string, string>> OpenAsync(
        string request, App client, AuthorizationServer server, Work work, CancellationToken ct)
    {
        var jwt = Parse(request);
        await CheckSignatureAsync(jwt, client, ct);
        CheckParties(jwt, client, server);
        var expiresAt = CheckTimes(jwt);
        var claims = Read(jwt, client);
        if (jwt.TryGetPayloadValue<string>(Claims.JwtId, out var id)
            && !await tokenStore.SpendJwtAsync(work, "request object of " + client.ClientId, id, expiresAt, ct))
            throw Invalid("The request object has already been used.");
        return claims;
    }

    static JsonWebToken Parse(string request)
    {
        try
        {
            return Handler.ReadJsonWebToken(request);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or SecurityTokenException)
        {
            throw Invalid("The request object cannot be parsed.");
        }
    }

    // The client's configured algorithm chooses the keys, never the header: a public key must not pass for an HMAC secret.
    async Task CheckSignatureAsync(JsonWebToken jwt, App client, CancellationToken ct)
    {
        if (!AppRules.SigningAlgorithms.Contains(jwt.Alg))
            throw Invalid("The JWT signature algorithm of the request object is invalid.");
        if (jwt.Alg != client.RequestObjectSigningAlgorithm)
            throw Invalid("The signing algorithm used is not supported by this client.");

        IEnumerable<SecurityKey> keys = jwt.Alg[0] is 'H'
            ? SecretKeys(client)
            : await clientKeys.FindAsync(jwt, client, KeyRefusals.OfRequestObject, ct);
        var result = await Handler.ValidateTokenAsync(jwt, new()
        {
            IssuerSigningKeys = keys, ValidAlgorithms = [jwt.Alg], TryAllIssuerSigningKeys = true,
            ValidateIssuer = false, ValidateAudience = false, ValidateLifetime = false,
        });
        if (!result.IsValid)
            throw Invalid("The signature of the request object is invalid.");
    }

    static List<SecurityKey> SecretKeys(App client)
    {
        if (client.ActiveSecrets.Select(secret => secret.Value).OfType<string>().ToList() is not { Count: > 0 } secrets)
            throw new OAuthError(OAuthErrors.RequestNotSupported, "The issuer of the request object does not have a client secret.");
        return secrets.FindAll(secret => secret.Length >= ShortestSecret) is { Count: > 0 } fitting
            ? fitting.ConvertAll<SecurityKey>(secret => new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)))
            : throw Invalid("The JWT signature secret length is too short.");
    }

    static void CheckParties(JsonWebToken jwt, App client, AuthorizationServer server)
    {
        if (!jwt.TryGetPayloadValue<string>(Claims.Issuer, out var issuer) || issuer != client.ClientId)
            throw OAuthError.InvalidClient("The issuer of the request object is invalid.");
        if (!jwt.Audiences.Contains(server.Issuer))
            throw Invalid("The audience of the request object is invalid.");
    }

    DateTimeOffset CheckTimes(JsonWebToken jwt)
    {
        var now = store.Time.GetUtcNow();
        if (!jwt.TryGetPayloadValue<long>(Claims.ExpiresAt, out var exp))
            throw Invalid("The authorize request object is invalid."); // UNCONFIRMED: that it must expire
        if (exp <= now.ToUnixTimeSeconds())
            throw Invalid("The request object is expired.");
        if (exp > now.AddHours(1).ToUnixTimeSeconds())
            throw Invalid("The request object expires too far in the future.");
        if (jwt.TryGetPayloadValue<long>(Claims.IssuedAt, out var iat) && iat > now.ToUnixTimeSeconds())
            throw Invalid("The request object is issued in the future.");
        if (jwt.TryGetPayloadValue<long>(Claims.NotBefore, out var nbf) && nbf > now.ToUnixTimeSeconds())
            throw Invalid("The request object is issued too early.");
        return DateTimeOffset.FromUnixTimeSeconds(exp);
    }

    /// <summary>Texts and numbers; there is no parameter that is anything else, but for several resources.</summary>
    static Dictionary<string, string> Read(JsonWebToken jwt, App client)
    {
        var claims = ReadClaims(jwt);

        // RFC 9101 section 5: it holds no other, and is nobody else's.
        return claims.ContainsKey(Parameters.Request)
            || claims.ContainsKey(Parameters.RequestUri)
            || claims.GetValueOrDefault(Parameters.ClientId, client.ClientId) != client.ClientId
            ? throw Invalid("The authorize request object is invalid.")
            : claims;
    }

    static Dictionary<string, string> ReadClaims(JsonWebToken jwt)
    {
        try
        {
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(jwt.EncodedPayload));
            Dictionary<string, string> claims = [];
            foreach (var claim in payload.RootElement.EnumerateObject())
                if (claim.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                    claims[claim.Name] = claim.Value.ToString();
                else if (claim is { Name: Parameters.Resource, Value.ValueKind: JsonValueKind.Array })
                    // RFC 8707 section 2
                    claims[claim.Name] = claim.Value.GetArrayLength() is 1 ? claim.Value[0].ToString() : throw RequestedResources.TooMany();
            return claims;
        }
        catch (InvalidOperationException) // half a surrogate pair is no text
        {
            throw Invalid("The request object cannot be parsed.");
        }
    }

    static OAuthError Invalid(string description) => new(OAuthErrors.InvalidRequestObject, description);
}
