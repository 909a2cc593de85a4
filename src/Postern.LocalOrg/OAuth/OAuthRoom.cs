using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.OAuth.Direct;
using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.OAuth.Registration;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth;

/// <summary>Puts the OAuth surface together.</summary>
sealed class OAuthRoom(
    OrgStore store, OrgDirectory directory, TokensRoom tokens, SignInRoom signIn, CallersRoom callers, ILoggerFactory logs) : IDisposable
{
    readonly DirectSignIns _direct = new(signIn.Machine);
    readonly RemoteKeySets _remoteKeys = new(store.Time, logs.CreateLogger<RemoteKeySets>());

    public OAuthRoutes Routes(HtmlRoom html, TrustedPages trusted)
    {
        var clientKeys = new ClientKeys(_remoteKeys);
        var trust = new InterclientTrust(directory);
        var requests = new ClientRequests(
            tokens.Servers,
            new ClientAuthenticator(directory, new ClientAssertionValidator(tokens.Store, directory, clientKeys, store.Time)),
            trust);
        var requestObjects = new RequestObjects(store, tokens.Store, clientKeys);
        var resources = new RequestedResources(directory);
        var authorizeRequests = new AuthorizeRequests(signIn.Stores.Interactions, requestObjects, resources, trust);
        return new(
            Authorize(authorizeRequests, html),
            new TokenEndpoint(
                requests,
                Grants(clientKeys),
                callers.Proofs,
                resources,
                tokens.Issuer,
                tokens.Hook,
                tokens.RefreshTokens,
                store,
                new SharedSignIns(store, tokens.Store, signIn.SsoTokens),
                directory),
            new InteractEndpoint(requests, signIn.Machine, store, directory),
            new PrimaryAuthenticateEndpoint(
                requests, _direct, signIn.Passwords, signIn.Limits, store, directory, tokens.Servers.Urls, signIn.Policies),
            new ChallengeEndpoint(requests, _direct, store, directory, tokens.Servers.Urls),
            new IntrospectEndpoint(requests, callers.Reader, tokens.RefreshTokens, store, tokens.Store, directory),
            new RevokeEndpoint(requests, callers.Reader, tokens.RefreshTokens, store, tokens.Store),
            new KeysEndpoint(tokens.Servers, tokens.Keys, store.Time),
            new DiscoveryEndpoint(tokens.Servers, directory),
            new UserInfoEndpoint(tokens.Servers, callers.Reader, callers.Binding, directory, tokens.Custom),
            new LogoutEndpoint(directory, tokens.Servers, callers.Reader, callers.Browser),
            new PushedAuthorizationEndpoint(requests, authorizeRequests, callers.Proofs, store, signIn.Stores.Interactions),
            new DeviceAuthorizationEndpoint(requests, store, signIn.Stores.Interactions, tokens.Servers.Urls),
            new BackchannelAuthenticationEndpoint(
                requests,
                requestObjects,
                new BackchannelUsers(directory, signIn.Passwords, callers.Reader),
                store,
                signIn.Stores.Factors,
                signIn.Stores.Interactions,
                signIn.Outbox),
            new RegistrationEndpoint(store, directory, tokens.Servers.Urls, callers.Api),
            new BrowserErrors(directory),
            trusted,
            logs.CreateLogger<OAuthRoutes>());
    }

    /// <summary>What its endpoints take, by the lists that they go by.</summary>
    public static (IReadOnlyList<string> ResponseTypes, IReadOnlyList<string> ResponseModes) Responses(OrgUrls urls)
    {
        var all = Metadata.ForOAuth(new() { Issuer = urls.Public, BaseUrl = urls.Public, Audience = "", Scopes = [] }, urls);
        return (all.ResponseTypesSupported, all.ResponseModesSupported);
    }

    public IReadOnlyList<string> GrantTypes => [.. Grants(new ClientKeys(_remoteKeys)).Select(grant => grant.GrantType)];

    public void Dispose() => _remoteKeys.Dispose();

    AuthorizeEndpoint Authorize(AuthorizeRequests requests, HtmlRoom html)
    {
        var session = new AuthorizeSession(
            callers.Browser, signIn.Policies, signIn.Devices, signIn.SsoTokens, directory, store.Time);
        var pages = new AuthorizePages(
            signIn.Waiting, html.SignIn, html.Consent, signIn.Machine.Interactions, directory, tokens.Servers.Urls, store.Time);
        var enrollment = new AuthenticatorEnrollment(signIn.Stores.Credentials, signIn.Machine, pages, html.SignIn);
        return new(
            store,
            signIn.Stores.Interactions,
            tokens.Store,
            tokens.Servers,
            requests,
            session,
            new Consents(signIn.Stores.Interactions),
            enrollment,
            pages,
            tokens.Codes,
            tokens.Issuer,
            tokens.Hook,
            directory);
    }

    /// <summary>In the order that errors list them.</summary>
    IGrant[] Grants(ClientKeys clientKeys)
    {
        var polling = new Polling(store, signIn.Stores.Factors, signIn.Stores.Interactions, directory);
        var codes = new SpentCodes(tokens.Store, new ReusedCodes(store, tokens.Store, tokens.Codes));
        return
        [
            new AuthorizationCodeGrant(codes, directory),
            new RefreshTokenGrant(store, directory, tokens.RefreshTokens),
            new PasswordGrant(store, directory, signIn.Passwords, signIn.Machine, signIn.Policies, signIn.Limits, _direct),
            new ClientCredentialsGrant(),
            new DeviceCodeGrant(polling),
            new JwtBearerGrant(store, signIn.Stores.Credentials, tokens.Store, clientKeys),
            new TokenExchangeGrant(
                store,
                tokens.Store,
                directory,
                callers.Reader,
                tokens.Servers,
                signIn.Policies,
                new SsoTokenExchange(store, directory, callers.Reader, signIn.Policies, signIn.SsoTokens)),
            new CibaGrant(polling),
            new InteractionCodeGrant(codes, directory, signIn.Policies),
            new OtpGrant(Protocol.GrantTypes.Otp, _direct, signIn.Passwords, signIn.Limits, signIn.Policies),
            new OtpGrant(Protocol.GrantTypes.MfaOtp, _direct, signIn.Passwords, signIn.Limits, signIn.Policies),
            new OobGrant(Protocol.GrantTypes.Oob, _direct, signIn.Limits, store.Time),
            new OobGrant(Protocol.GrantTypes.MfaOob, _direct, signIn.Limits, store.Time),
            new WebAuthnGrant(Protocol.GrantTypes.WebAuthn, _direct),
            new WebAuthnGrant(Protocol.GrantTypes.MfaWebAuthn, _direct),
        ];
    }
}
