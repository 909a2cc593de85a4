using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>
/// RFC 8693 at custom authorization servers: on behalf of a user whose access token came in, or for the next app on a device; and at every
/// one: for a web app (direct-auth.md 8).
/// </summary>
sealed class TokenExchangeGrant(
    OrgStore store, TokenStore tokenStore, OrgDirectory directory, TokenReader reader, AuthorizationServers servers,
    SignInPolicies policies, SsoTokenExchange webApps) : IGrant
{
    public string GrantType => GrantTypes.TokenExchange;

    public async Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        if (directory.Org.IsIdentityEngine && SsoTokenExchange.KindOf(request.Form[Parameters.RequestedTokenType]) is { } kind)
            return await webApps.AuthorizeAsync(request, kind, ct);
        if (request.Server.IsOrg)
            throw new OAuthError(OAuthErrors.UnsupportedGrantType, $"'{GrantType}' grant type is not supported.");

        string subjectToken = request.Form.Required(Parameters.SubjectToken),
        subjectType = request.Form.Required(Parameters.SubjectTokenType);
        CheckTarget(request);
        if (request.Form[Parameters.ActorTokenType] is TokenTypes.DeviceSecretUrn && subjectType is not TokenTypes.IdTokenUrn)
            throw OAuthError.InvalidRequest(
                $"When 'actor_token_type' is '{TokenTypes.DeviceSecretUrn}', 'subject_token_type' must be '{TokenTypes.IdTokenUrn}'.");

        return subjectType switch
        {
            TokenTypes.AccessTokenUrn => await OnBehalfOfAsync(request, subjectToken, ct),
            TokenTypes.IdTokenUrn => await NextAppAsync(request, subjectToken, ct),
            // UNCONFIRMED: the text, made like its neighbours
            _ => throw OAuthError.InvalidRequest("'subject_token_type' is invalid or not supported."),
        };
    }

    static void CheckTarget(ClientRequest request)
    {
        if (request.Form[Parameters.RequestedTokenType] is not (null or TokenTypes.AccessTokenUrn))
            throw OAuthError.InvalidRequest("'requested_token_type' is invalid or not supported.");
        if (request.Form[Parameters.Audience] != request.Server.Audience)
            throw new OAuthError(
                OAuthErrors.InvalidTarget, "Token Exchange requests must include a valid audience of the authorization server.");
        if (request.Form[Parameters.Resource] is { } resource && resource != request.Server.Audience)
            throw new OAuthError(OAuthErrors.InvalidTarget, "'resource' is invalid or not supported.");
    }

    /// <summary>A service that was called with a user's access token calls the next one for that user.</summary>
    async Task<Granted> OnBehalfOfAsync(ClientRequest request, string subjectToken, CancellationToken ct)
    {
        if (request.Client.TokenEndpointAuthMethod is ClientAuthMethods.None)
            throw OAuthError.ConfidentialClientRequired();
        if (request.Form[Parameters.ActorToken] is not null || request.Form[Parameters.ActorTokenType] is not null)
            throw OAuthError.InvalidRequest("'actor_token_type' is invalid or not supported.");

        var scopes = request.ReadScopes();
        if (scopes.Any(AuthorizationServers.OpenIdScopes.Contains))
            throw OAuthError.InvalidScope("Can't request 'openid' scopes using the Token Exchange flow for a service app.");
        RequestedScopes.CheckNotShared(scopes);

        var subject = await ReadAccessTokenAsync(request, subjectToken, ct);
        CheckKey(subject, request.KeyThumbprint);
        var user = await FindUserAsync(subject.GetPayloadValue<string>(Claims.UserId), ct);
        var grant = Grant(request, user, scopes) with
        {
            AuthenticatedAt = subject.TryGetPayloadValue<long>(Claims.AuthenticationTime, out var at) ? at : 0,
        };
        return new(grant, TokenIssuer.NewAccessTokenId()) { IssuedTokenType = TokenTypes.AccessTokenUrn };
    }

    /// <summary>A token that is bound to a key is worth nothing without it: RFC 9449 section 7.</summary>
    public static void CheckKey(JsonWebToken subject, string? proved)
    {
        if (TokenReader.KeyThumbprintOf(subject) is { } bound && bound != proved)
            throw DpopProofs.Invalid(
                proved is null ? "The DPoP proof JWT header is missing." : "The access_token is not bound to the provided DPoP proof.");
    }

    /// <summary>A user's, of this server or one that it trusts.</summary>
    async Task<JsonWebToken> ReadAccessTokenAsync(ClientRequest request, string token, CancellationToken ct)
    {
        foreach (var id in (IReadOnlyList<string>)[request.Server.Id!, .. request.Server.TrustedServerIds])
            if (await servers.TryFindAsync(id, ct) is { } server && await ReadAsync(token, server, ct) is { } found)
                return found.TryGetPayloadValue<string>(Claims.UserId, out _) ? Unexpired(found) : throw InvalidSubject();
        throw InvalidSubject();
    }

    async Task<JsonWebToken?> ReadAsync(string token, AuthorizationServer server, CancellationToken ct) =>
        await reader.ReadAccessTokenOfAnyAgeAsync(token, server, ct)
        ?? (server.UnderCustomUrl is { } custom ? await reader.ReadAccessTokenOfAnyAgeAsync(token, custom, ct) : null);

    JsonWebToken Unexpired(JsonWebToken found) => found.ValidTo > store.Time.GetUtcNow().UtcDateTime ? found : throw Terminated();

    /// <summary>Native SSO: the second app of a device signs its user in by the first one's ID token and the device's secret.</summary>
    async Task<Granted> NextAppAsync(ClientRequest request, string subjectToken, CancellationToken ct)
    {
        if (request.Client.Kind is AppKind.Service)
            throw OAuthError.InvalidRequest("A service client may not use the native sso flow.");

        var secret = request.Form.Required(Parameters.ActorToken);
        if (request.Form.Required(Parameters.ActorTokenType) is not TokenTypes.DeviceSecretUrn)
            throw OAuthError.InvalidRequest("'actor_token_type' is invalid or not supported.");
        if (await tokenStore.FindDeviceSecretAsync(secret, ct) is not { } device || device.AuthorizationServerId != request.Server.Id)
            throw OAuthError.InvalidRequest("'actor_token' is invalid.");

        // It may have expired: what counts is that the device's sign-in has not.
        var sessionId = DeviceSecret.SessionIdOf(secret);
        if (await reader.ReadIdTokenHintAsync(subjectToken, request.Server) is not { } idToken
            || !idToken.TryGetPayloadValue<string>(Claims.SessionId, out var sid) || sid != sessionId || idToken.Subject != device.UserId)
            throw InvalidSubject();

        await CheckKindsAsync(idToken.GetPayloadValue<string>(Claims.Audience), request.Client.Kind, ct);
        var user = await FindUserAsync(device.UserId, ct);
        // UNCONFIRMED (direct-auth.md 8): that whom the app's policy keeps out is told no more.
        if (policies.Asking(request.Client, user, request.Address?.ToString(), isKnownDevice: false) is not { } client
            || !AppSignOn.IsMetBy(client, device, store.Time.GetUtcNow().ToUnixTimeSeconds()))
            throw OAuthError.InvalidGrant("The client's assurance requirements are not met.");
        var scopes = request.ReadScopes();
        RequestedScopes.CheckOpenId(scopes, wantsIdToken: false);
        var grant = Grant(request, user, scopes) with
        {
            AuthenticatedAt = device.AuthenticatedAt,
            Methods = device.Methods,
            SessionId = sessionId,
        };
        return new(grant, TokenIssuer.NewAccessTokenId())
        {
            IssuedTokenType = TokenTypes.AccessTokenUrn,
            NewRefreshToken = grant.MayBeRefreshed(request.Client) ? RefreshTokenId.New() : null,
        };
    }

    /// <summary>
    /// Apps on a device are native ones: direct-auth.md 8 and 13. UNCONFIRMED (oidc.md 22): that the values are Okta's
    /// <c>application_type</c>.
    /// </summary>
    async Task CheckKindsAsync(string firstClientId, AppKind second, CancellationToken ct)
    {
        var first = (await directory.FindAppAsync(firstClientId, ct) ?? throw Terminated()).Kind;
        if (first is not AppKind.Native || second is not AppKind.Native)
            throw new OAuthError(
                OAuthErrors.AccessDenied,
                $"The Token Exchange flow from {ApplicationTypes.NameOf(first)} app to {ApplicationTypes.NameOf(second)} app isn't " +
                "supported.",
                StatusCodes.Status403Forbidden);
    }

    TokenGrant Grant(ClientRequest request, User user, string[] scopes)
    {
        var grant = request.GrantTo(user, GrantType, scopes);
        ScopeConsents.CheckTokenExchange(request.Server, request.Client, grant.Scopes);
        return grant;
    }

    async Task<User> FindUserAsync(string id, CancellationToken ct) => await directory.FindActiveUserAsync(id, ct) ?? throw Terminated();

    public static OAuthError Terminated() =>
        OAuthError.InvalidGrant("The 'subject_token' either expired or the session associated with it was terminated.");

    public static OAuthError InvalidSubject() => OAuthError.InvalidRequest("'subject_token' is invalid.");
}
