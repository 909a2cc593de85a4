using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary><c>client_secret_jwt</c> and <c>private_key_jwt</c>: RFC 7523 section 3, with Okta's limits and texts.</summary>
sealed class ClientAssertionValidator(TokenStore tokenStore, OrgDirectory directory, ClientKeys clientKeys, TimeProvider time)
{
    static readonly string[] SecretAlgorithms = ["HS256", "HS384", "HS512"];
    static readonly string[] KeyAlgorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
    static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    public async Task<App> ValidateAsync(ClientForm form, Work work, CancellationToken ct)
    {
        if (form[Parameters.ClientAssertionType] is not ClientAuthMethods.JwtBearerAssertion)
            throw OAuthError.InvalidRequest("The client_assertion_type is invalid.");

        var assertion = Parse(form[Parameters.ClientAssertion]);
        var client = await FindClientAsync(assertion, form, ct);
        await CheckSignatureAsync(assertion, client, ct);
        CheckAudience(assertion, form.EndpointUrl);
        await SpendAsync(client, assertion, CheckTimes(assertion), work, ct);
        return client;
    }

    static JsonWebToken Parse(string? assertion)
    {
        try
        {
            return Handler.ReadJsonWebToken(assertion);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or SecurityTokenException)
        {
            throw OAuthError.InvalidClient("The parsing of the client_assertion failed.");
        }
    }

    async Task<App> FindClientAsync(JsonWebToken assertion, ClientForm form, CancellationToken ct)
    {
        if (!assertion.TryGetPayloadValue<string>(Claims.Issuer, out var issuer)
            || await directory.FindAppAsync(issuer, ct) is not { } client)
            throw OAuthError.InvalidClient("The issuer claim for client_assertion is not a valid client_id.");

        form.Http.NoteClient(client.ClientId);
        if (!assertion.TryGetPayloadValue<string>(Claims.Subject, out var subject) || subject != issuer)
            throw OAuthError.InvalidClient("The subject claim for client_assertion is not a valid client_id.");

        return form[Parameters.ClientId] is { } inBody && inBody != client.ClientId
            ? throw OAuthError.InvalidClient("Client authentication failed. Either the client or the client credentials are invalid.")
            : client;
    }

    // The client's configured method chooses the keys, never the assertion's header: a public key must not pass for an HMAC secret.
    async Task CheckSignatureAsync(JsonWebToken assertion, App client, CancellationToken ct)
    {
        var (keys, algorithms) = client.TokenEndpointAuthMethod switch
        {
            ClientAuthMethods.ClientSecretJwt => ((IEnumerable<SecurityKey>)SecretKeys(client), SecretAlgorithms),
            ClientAuthMethods.PrivateKeyJwt =>
                (await clientKeys.FindAsync(assertion, client, KeyRefusals.OfClientAssertion, ct), KeyAlgorithms),
            _ => throw OAuthError.InvalidClient("Client authentication failed. Either the client or the client credentials are invalid."),
        };
        if (!algorithms.Contains(assertion.Alg))
            throw OAuthError.InvalidClient("The client_assertion JWT signature algorithm is invalid.");

        var result = await Handler.ValidateTokenAsync(assertion, new()
        {
            IssuerSigningKeys = keys, ValidAlgorithms = algorithms, TryAllIssuerSigningKeys = true,
            ValidateIssuer = false, ValidateAudience = false, ValidateLifetime = false,
        });
        if (!result.IsValid)
            throw OAuthError.InvalidClient("The client_assertion signature is invalid.");
    }

    static List<SecurityKey> SecretKeys(App client)
    {
        if (client.ActiveSecrets.Select(secret => secret.Value).OfType<string>().ToList() is not { Count: > 0 } secrets)
            throw OAuthError.InvalidClient(
                "The issuer and subject claim for client_assertion is invalid because the client does not have a client secret.");

        return secrets.FindAll(secret => secret.Length >= 32) is { Count: > 0 } fitting
            ? fitting.ConvertAll<SecurityKey>(secret => new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)))
            : throw OAuthError.InvalidClient("The client secret is too short to verify a JWT HMAC.");
    }

    // UNCONFIRMED (oidc.md 8): only the URL of the endpoint called is documented.
    static void CheckAudience(JsonWebToken assertion, string endpointUrl)
    {
        if (!assertion.Audiences.Contains(endpointUrl))
            throw OAuthError.InvalidClient("The audience claim for client_assertion must be the endpoint invoked for the request.");
    }

    DateTimeOffset CheckTimes(JsonWebToken assertion)
    {
        if (!assertion.TryGetPayloadValue<long>(Claims.ExpiresAt, out var exp) || exp is <= 0 or > 253402300799)
            throw OAuthError.InvalidClient("The client_assertion must contain the 'exp' claim as seconds since epoch.");

        var now = time.GetUtcNow();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(exp);
        if (expiresAt <= now)
            throw OAuthError.InvalidClient("The client_assertion token is expired.");
        if (expiresAt > now.AddHours(1))
            throw OAuthError.InvalidClient("The client_assertion token has an expiration too far into the future.");

        return assertion.TryGetPayloadValue<long>(Claims.IssuedAt, out var iat) && iat > now.ToUnixTimeSeconds()
            ? throw OAuthError.InvalidClient("The client_assertion token must be issued before the current time.")
            : expiresAt;
    }

    async Task SpendAsync(App client, JsonWebToken assertion, DateTimeOffset expiresAt, Work work, CancellationToken ct)
    {
        if (assertion.TryGetPayloadValue<string>(Claims.JwtId, out var id)
            && !await tokenStore.SpendJwtAsync(work, client.ClientId, id, expiresAt, ct))
            throw OAuthError.InvalidClient("The client_assertion token has already been used.");
    }
}
