using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.OAuth.Registration;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth;

/// <summary>Puts the OAuth surface together.</summary>
sealed class OAuthRoom(OrgStore store, OrgDirectory directory, TokensRoom tokens, SignInRoom signIn, CallersRoom callers, ILoggerFactory logs) : IDisposable
{
    readonly RemoteKeySets _remoteKeys = new(store.Time, logs.CreateLogger<RemoteKeySets>());

    public OAuthRoutes Routes(HtmlRoom html, TrustedPages trusted)
    {
        var clientKeys = new ClientKeys(_remoteKeys);
        var requests = new ClientRequests(tokens.Servers, new ClientAuthenticator(store, new ClientAssertionValidator(store, clientKeys, store.Time)));
        var requestObjects = new RequestObjects(store, clientKeys);
        var resources = new RequestedResources(store);
        var authorizeRequests = new AuthorizeRequests(store, requestObjects, resources);
        return new(
            Authorize(authorizeRequests, html),
            new TokenEndpoint(requests, Grants(clientKeys), callers.Proofs, resources, tokens.Issuer, tokens.RefreshTokens, store, directory),
            new IntrospectEndpoint(requests, callers.Reader, tokens.RefreshTokens, store),
            new RevokeEndpoint(requests, callers.Reader, tokens.RefreshTokens, store),
            new KeysEndpoint(tokens.Servers, tokens.Keys, store.Time),
            new DiscoveryEndpoint(tokens.Servers, store),
            new UserInfoEndpoint(tokens.Servers, callers.Reader, callers.Binding, store, tokens.Custom),
            new LogoutEndpoint(store, tokens.Servers, callers.Reader, callers.Browser),
            new PushedAuthorizationEndpoint(requests, authorizeRequests, callers.Proofs, store),
            new DeviceAuthorizationEndpoint(requests, store, tokens.Servers.Urls),
            new BackchannelAuthenticationEndpoint(requests, requestObjects, new BackchannelUsers(store, signIn.Passwords, callers.Reader), store, signIn.Outbox),
            new RegistrationEndpoint(store, directory, tokens.Servers.Urls, callers.Api),
            new BrowserErrors(directory),
            trusted,
            logs.CreateLogger<OAuthRoutes>());
    }

    public void Dispose() => _remoteKeys.Dispose();

    AuthorizeEndpoint Authorize(AuthorizeRequests requests, HtmlRoom html)
    {
        var session = new AuthorizeSession(callers.Browser, store.Time);
        var pages = new AuthorizePages(signIn.Waiting, html.SignIn.First, html.Consent, store.Time);
        var enrollment = new AuthenticatorEnrollment(store, signIn.Machine, pages, html.SignIn);
        return new(store, tokens.Servers, requests, session, new Consents(store), enrollment, pages, tokens.Codes, tokens.Issuer, directory);
    }

    /// <summary>In the order that errors list them.</summary>
    IGrant[] Grants(ClientKeys clientKeys)
    {
        var polling = new Polling(store);
        return
        [
            new AuthorizationCodeGrant(store, tokens.Codes),
            new RefreshTokenGrant(store, tokens.RefreshTokens),
            new PasswordGrant(store, signIn.Passwords, signIn.Machine, signIn.Limits),
            new ClientCredentialsGrant(),
            new DeviceCodeGrant(polling),
            new JwtBearerGrant(store, clientKeys),
            new TokenExchangeGrant(store, callers.Reader, tokens.Servers),
            new CibaGrant(polling),
        ];
    }
}
