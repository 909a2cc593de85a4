using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Callers;

/// <summary>
/// Checks DPoP proofs: RFC 9449 section 4.3, with Okta's limits and texts (oidc.md 17, 22). What comes of a good one is the thumbprint of
/// its key (RFC 7638).
/// </summary>
sealed class DpopProofs(OrgStore store, TokenStore tokenStore, DpopNonces nonces)
{
    public const string Header = "DPoP";

    const string NonceHeader = "dpop-nonce";
    const int LongestSeconds = 300;

    public static readonly IReadOnlyList<string> Algorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
    static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>Of a request for tokens, whose proof must carry the server's nonce.</summary>
    public async Task<string> CheckAsync(HttpContext context, string url, Work work, CancellationToken ct)
    {
        var proof = await OpenAsync(context.Request, url);
        var nonce = await nonces.CurrentAsync();
        proof.TryGetPayloadValue<string>(Claims.Nonce, out var given);
        if (given is null || !await nonces.IsGoodAsync(given))
            throw new OAuthError(OAuthErrors.UseDpopNonce, "Authorization server requires nonce in DPoP proof.")
            {
                Header = (NonceHeader, nonce),
            };

        // RFC 9449 section 8.2: whoever still uses an earlier one learns the next before it is refused.
        if (given != nonce)
            context.Response.Headers[NonceHeader] = nonce;
        return await SpendAsync(proof, work, ct);
    }

    /// <summary>
    /// Of a request that presents an access token, to which the proof must belong: spent at once, whatever is asked for with it.
    /// </summary>
    public async Task<string> CheckAsync(HttpContext context, string url, string accessToken, CancellationToken ct)
    {
        var proof = await OpenAsync(context.Request, url);
        if (!proof.TryGetPayloadValue<string>(Claims.AccessTokenHashOfProof, out var hash)
            || hash != Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(accessToken))))
            throw Invalid("'ath' claim in the DPoP proof does not match the presented access_token.");

        var thumbprint = "";
        await store.InOneWorkAsync(async work => thumbprint = await SpendAsync(proof, work, ct), ct);
        return thumbprint;
    }

    async Task<JsonWebToken> OpenAsync(HttpRequest request, string url)
    {
        var proof = Parse(request.Headers[Header]);
        if (proof.Typ is not "dpop+jwt")
            throw Invalid("'typ' must be 'dpop+jwt' in the DPoP proof JWT.");
        if (!Algorithms.Contains(proof.Alg))
            throw Invalid("The DPoP proof JWT signature algorithm is invalid.");

        await CheckSignatureAsync(proof, KeyOf(proof));
        CheckRequest(proof, request.Method, url);
        CheckTimes(proof);
        return proof;
    }

    static JsonWebToken Parse(StringValues headers)
    {
        if (headers is not [{ Length: > 0 } jwt])
            throw Invalid(headers.Count > 1 ? "Multiple DPoP proof JWT headers are not allowed." : "The DPoP proof JWT header is missing.");

        try
        {
            return Handler.ReadJsonWebToken(jwt);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or SecurityTokenException)
        {
            throw Invalid(
                jwt.Contains(',', StringComparison.Ordinal)
                    ? "Multiple DPoP proof JWT headers are not allowed."
                    : "The DPoP proof JWT cannot be parsed.");
        }
    }

    /// <summary>The public key that the proof brings; one with its private half would be everybody's.</summary>
    static JsonWebKey KeyOf(JsonWebToken proof)
    {
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(proof.EncodedHeader));
            if (header.RootElement.TryGetProperty("jwk", out var jwk)
                && new JsonWebKey(jwk.GetRawText()) is { HasPrivateKey: false, Kty: "RSA" or "EC" } key)
                return key;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or JsonException or FormatException)
        {
            // Told below, like a key that is missing.
        }

        throw Invalid("The DPoP proof JWT is invalid.");
    }

    static async Task CheckSignatureAsync(JsonWebToken proof, JsonWebKey key)
    {
        var result = await Handler.ValidateTokenAsync(proof, new()
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [proof.Alg],
            TryAllIssuerSigningKeys = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        if (!result.IsValid)
            throw Invalid("The DPoP proof JWT signature is invalid.");
    }

    static void CheckRequest(JsonWebToken proof, string method, string url)
    {
        if (!proof.TryGetPayloadValue<string>(Claims.HttpMethod, out var htm) || htm != method)
            throw Invalid("'htm' claim in the DPoP proof JWT is invalid.");
        if (!proof.TryGetPayloadValue<string>(Claims.HttpUri, out var htu) || !IsSame(htu, url))
            throw Invalid("'htu' claim in the DPoP proof JWT is invalid.");
    }

    /// <summary>Without query and fragment, and as RFC 3986 normalises: RFC 9449 section 4.3.</summary>
    static bool IsSame(string htu, string url) =>
        Uri.TryCreate(htu, UriKind.Absolute, out var given)
            && given.GetLeftPart(UriPartial.Path) == new Uri(url).GetLeftPart(UriPartial.Path);

    void CheckTimes(JsonWebToken proof)
    {
        var now = store.Time.GetUtcNow().ToUnixTimeSeconds();
        if (!proof.TryGetPayloadValue<long>(Claims.IssuedAt, out var iat))
            throw Invalid("'iat' claim in the DPoP proof JWT is invalid.");
        if (iat > now)
            throw Invalid("The DPoP proof JWT is issued in the future.");
        if (iat < now - LongestSeconds)
            throw Invalid("The DPoP proof JWT is issued more than five minutes in the past.");
        if (proof.TryGetPayloadValue<long>(Claims.ExpiresAt, out var exp) && exp <= now)
            throw Invalid("The DPoP proof JWT is expired.");
    }

    /// <summary>Remembered until it is too old anyway: of any number of uses one counts.</summary>
    async Task<string> SpendAsync(JsonWebToken proof, Work work, CancellationToken ct)
    {
        if (!proof.TryGetPayloadValue<string>(Claims.JwtId, out var id) || id.Length == 0)
            throw Invalid("'jti' claim in the DPoP proof JWT is invalid.");

        var thumbprint = Base64Url.EncodeToString(KeyOf(proof).ComputeJwkThumbprint());
        var until = store.Time.GetUtcNow().AddSeconds(LongestSeconds + 1);
        return await tokenStore.SpendJwtAsync(work, "dpop proof by " + thumbprint, id, until, ct)
            ? thumbprint
            : throw Invalid("The DPoP proof JWT has already been used.");
    }

    public static OAuthError Invalid(string description) => new(OAuthErrors.InvalidDpopProof, description);
}
