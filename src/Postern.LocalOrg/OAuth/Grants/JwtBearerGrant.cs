using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>
/// RFC 7523 section 2.1 at custom authorization servers: the client names a user in a JWT that it signs itself.
/// UNCONFIRMED (oidc.md 9.5): in Okta an identity provider's key signs it; here the client's own does, with the limits of a client
/// assertion. So the texts are ours.
/// </summary>
sealed class JwtBearerGrant(OrgStore store, CredentialStore credentialStore, TokenStore tokenStore, ClientKeys clientKeys) : IGrant
{
    static readonly string[] Federated = ["fed"];
    static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
    static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    public string GrantType => GrantTypes.JwtBearer;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        if (request.Server.IsOrg)
            throw new OAuthError(
                OAuthErrors.UnsupportedGrantType, $"'{GrantType}' grant type can only be used with a custom authorization server.");

        var assertion = Parse(request.Form.Required(Parameters.Assertion));
        await CheckSignatureAsync(assertion, request.Client, ct);
        CheckParties(assertion, request);
        var expiresAt = CheckTimes(assertion);
        var scopes = request.ReadScopes();
        RequestedScopes.CheckOpenId(scopes, wantsIdToken: false);
        var user = await FindUserAsync(assertion, ct);
        var grant = request.GrantTo(user, GrantType, scopes);
        ScopeConsents.CheckPassword(request.Server, request.Client, grant.Scopes);
        await SpendAsync(assertion, request, expiresAt, ct);
        return Granted.OfSignIn(
            grant with { AuthenticatedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(), Methods = Federated }, request.Client);
    }

    static JsonWebToken Parse(string assertion)
    {
        try
        {
            return Handler.ReadJsonWebToken(assertion);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or SecurityTokenException)
        {
            throw OAuthError.InvalidGrant("The parsing of the assertion failed.");
        }
    }

    async Task CheckSignatureAsync(JsonWebToken assertion, App client, CancellationToken ct)
    {
        var keys = await clientKeys.FindAsync(assertion, client, KeyRefusals.OfGrantAssertion, ct);
        if (!Algorithms.Contains(assertion.Alg))
            throw OAuthError.InvalidGrant("The assertion JWT signature algorithm is invalid.");

        var result = await Handler.ValidateTokenAsync(assertion, new()
        {
            IssuerSigningKeys = keys,
            ValidAlgorithms = Algorithms,
            TryAllIssuerSigningKeys = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        if (!result.IsValid)
            throw OAuthError.InvalidGrant("The assertion signature is invalid.");
    }

    static void CheckParties(JsonWebToken assertion, ClientRequest request)
    {
        if (!assertion.TryGetPayloadValue<string>(Claims.Issuer, out var issuer) || issuer != request.Client.ClientId)
            throw OAuthError.InvalidGrant("The issuer claim for assertion must be the client_id.");
        if (!assertion.Audiences.Contains(request.Form.EndpointUrl) && !assertion.Audiences.Contains(request.Server.Issuer))
            throw OAuthError.InvalidGrant("The audience claim for assertion must be the endpoint invoked for the request, or the issuer.");
    }

    DateTimeOffset CheckTimes(JsonWebToken assertion)
    {
        if (!assertion.TryGetPayloadValue<long>(Claims.ExpiresAt, out var exp) || exp <= 0)
            throw OAuthError.InvalidGrant("The assertion must contain the 'exp' claim as seconds since epoch.");

        var now = store.Time.GetUtcNow().ToUnixTimeSeconds();
        if (exp <= now)
            throw OAuthError.InvalidGrant("The assertion is expired.");
        if (exp > now + 3600)
            throw OAuthError.InvalidGrant("The assertion has an expiration too far into the future.");
        if (assertion.TryGetPayloadValue<long>(Claims.IssuedAt, out var iat) && iat > now)
            throw OAuthError.InvalidGrant("The assertion must be issued before the current time.");
        return assertion.TryGetPayloadValue<long>(Claims.NotBefore, out var nbf) && nbf > now
            ? throw OAuthError.InvalidGrant("The assertion must not be used yet.")
            : DateTimeOffset.FromUnixTimeSeconds(exp);
    }

    /// <summary>By id, or by login.</summary>
    async Task<User> FindUserAsync(JsonWebToken assertion, CancellationToken ct)
    {
        if (!assertion.TryGetPayloadValue<string>(Claims.Subject, out var subject))
            throw OAuthError.InvalidGrant("The subject claim for assertion is missing.");

        var found = await credentialStore.FindCredentialsOfAsync(subject, ct) ?? await credentialStore.FindCredentialsAsync(subject, ct);
        if (found is null)
            throw OAuthError.InvalidGrant("The subject claim for assertion names no user.");

        return found.State is UserState.Active ? found.User : throw OAuthError.InvalidUserStatus();
    }

    /// <summary>Last, so that what is refused for another reason may be sent again.</summary>
    async Task SpendAsync(JsonWebToken assertion, ClientRequest request, DateTimeOffset expiresAt, CancellationToken ct)
    {
        if (assertion.TryGetPayloadValue<string>(Claims.JwtId, out var id)
            && !await tokenStore.SpendJwtAsync(request.Work, "grant of " + request.Client.ClientId, id, expiresAt, ct))
            throw OAuthError.InvalidGrant("The assertion has already been used.");
    }
}
