using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth;

/// <summary>Finds the public keys that a client may have signed with, registered or at its <c>jwks_uri</c>: oidc.md 8 and 22.</summary>
sealed class ClientKeys(RemoteKeySets remote)
{
    /// <summary>Those that the JWT's <c>kid</c> names; where it names none, all that are for signing.</summary>
    /// <exception cref="OAuthError">There is none.</exception>
    public async Task<List<JsonWebKey>> FindAsync(JsonWebToken jwt, App client, KeyRefusals refusals, CancellationToken ct)
    {
        var keys = client.JwksUri is { } uri ? await FetchAsync(jwt, uri, refusals, ct) : Registered(client, refusals);
        if (jwt.Kid is { Length: > 0 } kid)
        {
            keys = keys.FindAll(key => key.KeyId == kid);
            if (keys.Count == 0)
                throw refusals.Invalid(refusals.UnknownKey);
            if (!keys.Exists(IsForSigning))
                throw client.JwksUri is null
                    ? refusals.Invalid(refusals.WrongUse)
                    : OAuthError.InvalidClient(
                        "The public key being used has an invalid 'use' parameter. Valid values for the 'use' parameter are [sig].");
        }

        return keys.FindAll(IsForSigning) is [_, ..] forSigning ? forSigning : throw refusals.Invalid(refusals.NoSigningKey);
    }

    /// <summary>A key that says nothing of its use is for any: RFC 7517 section 4.2.</summary>
    static bool IsForSigning(JsonWebKey key) => key.Use is null or "" or "sig";

    static List<JsonWebKey> Registered(App client, KeyRefusals refusals)
    {
        var jwks = client.Jwks ?? throw refusals.NotConfigured();
        try
        {
            return [.. new JsonWebKeySet(jwks).Keys];
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or JsonException)
        {
            throw refusals.Invalid("The client JWKSet is invalid.");
        }
    }

    async Task<List<JsonWebKey>> FetchAsync(JsonWebToken jwt, string uri, KeyRefusals refusals, CancellationToken ct)
    {
        // RFC 7515 section 4.1.2: the header may say where the keys are, and never decides it.
        if (jwt.TryGetHeaderValue<string>("jku", out var jku) && jku != uri)
            throw OAuthError.InvalidClient("The 'jku' in JWT and 'jwks_uri' doesn't match.");

        var keys = await remote.FindAsync(uri, jwt.Kid is { Length: > 0 } kid ? kid : null, ct);
        return refusals.IsOfOneAlgorithm && !keys.Exists(key => IsFor(key, jwt.Alg))
            ? throw OAuthError.InvalidClient(
                "The client JWKSet from jwks_uri must contain at least one key with an algorithm matching the " +
                "request_object_signature_algorithm.")
            : keys;
    }

    // UNCONFIRMED (oidc.md 22): a key that says nothing of its algorithm is for any of its kind, since RFC 7517 section 4.4 makes the
    // member optional.
    static bool IsFor(JsonWebKey key, string algorithm) => key.Alg is { Length: > 0 } alg ? alg == algorithm : algorithm switch
    {
        "ES256" => key.Crv is "P-256",
        "ES384" => key.Crv is "P-384",
        "ES512" => key.Crv is "P-521",
        _ => key.Kty is "RSA",
    };
}
