using Microsoft.IdentityModel.JsonWebTokens;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>
/// Native to Web SSO: what an app's user has proved there, for a token that signs them in to another app once (direct-auth.md 8.1).
/// </summary>
sealed class SsoTokenExchange(
    OrgStore store, OrgDirectory directory, TokenReader reader, SignInPolicies policies, SsoTokens ssoTokens)
{
    /// <summary>How the audience names the other app: by its own id or its client id.</summary>
    const string AppUrn = "urn:okta:apps:";

    /// <summary>Null: another exchange is meant.</summary>
    public static SsoTokenKind? KindOf(string? requestedTokenType) => requestedTokenType switch
    {
        TokenTypes.InterclientTokenUrn => SsoTokenKind.Interclient,
        TokenTypes.WebSsoTokenUrn => SsoTokenKind.Web,
        _ => null,
    };

    public async Task<Granted> AuthorizeAsync(ClientRequest request, SsoTokenKind kind, CancellationToken ct)
    {
        CheckForm(request);
        var app = await FindAppAsync(request, ct);
        var session = await ReadSubjectAsync(request, ct);
        await CheckActorAsync(request, kind, session.Authentication.UserId, ct);
        var user = await directory.FindActiveUserAsync(session.Authentication.UserId, ct) ?? throw TokenExchangeGrant.Terminated();
        var grant = request.GrantTo(user, GrantTypes.TokenExchange, [ScopeOf(kind)]);
        CheckApp(request, kind, app, user);
        if (kind is SsoTokenKind.Web)
            CheckAssurance(request, app, user, session.Authentication);
        return new(
            // No hook of the access policy's is asked: there is no access token.
            grant with { Lifetimes = TokenLifetimes.Org, AuthenticatedAt = session.Authentication.AuthenticatedAt },
            TokenIssuer.NewAccessTokenId())
        {
            OneTimeToken = ssoTokens.Issue(request.Work, kind, app.ClientId, session),
            IssuedTokenType = request.Form[Parameters.RequestedTokenType],
        };
    }

    static string ScopeOf(SsoTokenKind kind) => kind is SsoTokenKind.Interclient ? Scopes.InterclientAccess : Scopes.AppsSso;

    /// <summary>What the form says of itself. UNCONFIRMED (direct-auth.md 8.1): the order of all checks.</summary>
    static void CheckForm(ClientRequest request)
    {
        if (request.Client.Kind is AppKind.Service)
            throw OAuthError.InvalidRequest("A service client may not use the native sso flow.");

        _ = request.Form.Required(Parameters.SubjectToken);
        _ = request.Form.Required(Parameters.ActorToken);
        var subjectType = request.Form.Required(Parameters.SubjectTokenType);
        if (request.Form.Required(Parameters.ActorTokenType) is not TokenTypes.AccessTokenUrn)
            throw OAuthError.InvalidRequest("'actor_token_type' is invalid or not supported.");
        if (subjectType is not TokenTypes.IdTokenUrn)
            throw OAuthError.InvalidRequest(
                $"When 'actor_token_type' is '{TokenTypes.AccessTokenUrn}', 'subject_token_type' must be '{TokenTypes.IdTokenUrn}'.");
        if (request.Form[Parameters.Resource] is not null)
            throw new OAuthError(OAuthErrors.InvalidTarget, "'resource' is invalid or not supported.");
    }

    async ValueTask<App> FindAppAsync(ClientRequest request, CancellationToken ct)
    {
        if (request.Form[Parameters.Audience] is { } audience && audience.StartsWith(AppUrn, StringComparison.Ordinal))
        {
            var id = audience[AppUrn.Length..];
            if (await directory.FindAppByIdAsync(id, ct) is { } named)
                return named;
            if (await directory.Apps.FindAsync(id, ct) is { } client)
                return client;
        }

        throw new OAuthError(
            OAuthErrors.InvalidTarget, "Token Exchange requests must include a valid audience of the authorization server.");
    }

    /// <summary>The sign-in that the app's own ID token names, while both last.</summary>
    async Task<BegunSession> ReadSubjectAsync(ClientRequest request, CancellationToken ct)
    {
        var subject = await reader.ReadIdTokenHintAsync(request.Form.Required(Parameters.SubjectToken), request.Server);
        if (subject is null
            || subject.GetPayloadValue<string>(Claims.Audience) != request.Client.ClientId
            || !subject.TryGetPayloadValue<string>(Claims.SessionId, out var name))
            throw TokenExchangeGrant.InvalidSubject();

        var session = subject.ValidTo > store.Time.GetUtcNow().UtcDateTime ? await ssoTokens.FindSessionAsync(name, ct) : null;
        return session is { Authentication.UserId: var userId } && userId == subject.Subject
            ? session
            : throw TokenExchangeGrant.Terminated();
    }

    /// <summary>The app's own access token for the same user, which was issued for this.</summary>
    async Task CheckActorAsync(ClientRequest request, SsoTokenKind kind, string userId, CancellationToken ct)
    {
        var actor = await reader.ReadAccessTokenAsync(request.Form.Required(Parameters.ActorToken), request.Server, ct);
        if (actor is null || !IsOf(actor, request.Client, userId) || !HasScope(actor, ScopeOf(kind)))
            throw OAuthError.InvalidRequest("'actor_token' is invalid.");

        TokenExchangeGrant.CheckKey(actor, request.KeyThumbprint);
    }

    static bool IsOf(JsonWebToken actor, App client, string userId) =>
        actor.GetPayloadValue<string>(Claims.ClientId) == client.ClientId
        && actor.TryGetPayloadValue<string>(Claims.UserId, out var owner)
        && owner == userId;

    static bool HasScope(JsonWebToken actor, string scope) => actor.GetPayloadValue<string[]>(Claims.Scopes).Contains(scope);

    /// <summary>
    /// Whether it takes over from this one, may be used, and is the user's. The first text is Okta's of web SSO tokens; UNCONFIRMED
    /// (direct-auth.md 8.1): that of interclient tokens, and what a configuration lacks that is not complete.
    /// </summary>
    static void CheckApp(ClientRequest request, SsoTokenKind kind, App app, User user)
    {
        if (!app.TakesOverFrom(request.Client))
            throw OAuthError.InvalidGrant(
                "The target audience app must be configured to allow the client to request " +
                $"{(kind is SsoTokenKind.Web ? "a 'web_sso_token'" : "an 'interclient_token'")}.");
        if (!IsConfigured(app, kind) || !app.IsAssignedTo(user))
            throw new OAuthError(
                OAuthErrors.InvalidTarget, "The resource app is not completely configured or user is not assigned to the app.");
    }

    /// <summary>Nobody is signed in by SAML here; a browser with a session is sent where the app begins a sign-in.</summary>
    static bool IsConfigured(App app, SsoTokenKind kind) =>
        app is { Status: Lifecycle.Active, IsClient: true, Kind: not AppKind.Service }
        && (kind is SsoTokenKind.Interclient || app.Registration?.InitiateLoginUri is not null);

    /// <summary>Where nobody could be asked for more. An interclient token leads to a page that asks.</summary>
    void CheckAssurance(ClientRequest request, App app, User user, Authentication proved)
    {
        if (policies.Asking(app, user, request.Address?.ToString(), isKnownDevice: false) is not { } asking
            || !AppSignOn.IsMetBy(asking, proved, store.Time.GetUtcNow().ToUnixTimeSeconds(), askedAt: null))
            throw OAuthError.InvalidGrant("The application's assurance requirements are not met by the 'subject_token'.");
    }
}
