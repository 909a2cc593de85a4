using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.Local.Authn;
using Postern.Local.Idx;
using Postern.Local.OAuth;
using Postern.Local.OAuth.Grants;
using Postern.Local.Pages;
using Postern.Local.SignIn;
using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Local.WellKnown;

namespace Postern.Local;

/// <summary>Puts the org together, once, in one visible list: who needs whom.</summary>
sealed class OrgSurfaces : IDisposable
{
    readonly SigningKeys _keys;
    readonly AuthnRoutes _authn;
    readonly OAuthRoutes _oauth;
    readonly WellKnownRoutes _wellKnown;
    readonly PageRoutes _pages;

    public OrgSurfaces(OrgStore store, Organization org, RateLimits rateLimits, ILoggerFactory logs)
    {
        Store = store;
        var time = store.Time;
        _keys = new(store);
        var limits = new RateLimiter(rateLimits, time);
        var sessions = new Sessions(store, time);
        var signIn = new PasswordSignIn(store, new(), org);
        var signInPage = new SignInPage(org);
        var session = new AuthorizeSession(sessions, Urls, time);
        var servers = new AuthorizationServers(store, Urls);
        var issuer = new TokenIssuer(_keys, org, time);
        var codes = new AuthorizationCodes(store);

        _authn = new(new(signIn, new(store, sessions, Urls), limits), limits, store, logs.CreateLogger<AuthnRoutes>());
        _oauth = new(
            new(store, servers, session, codes, issuer, signInPage, org),
            new(servers, new(store, new(store, time)), [new AuthorizationCodeGrant(store, codes)], issuer),
            new(servers, _keys),
            new(servers, store),
            new(servers, new(_keys, store, time), store, issuer),
            limits,
            logs.CreateLogger<OAuthRoutes>());
        _wellKnown = new(org, Urls);
        _pages = new(store, signIn, session, signInPage, org, logs.CreateLogger<PageRoutes>());
    }

    public OrgStore Store { get; }

    public OrgUrls Urls { get; } = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        _authn.Map(routes);
        _oauth.Map(routes);
        _wellKnown.Map(routes);
        routes.MapIdx();
        _pages.Map(routes);
    }

    /// <summary>Makes the keys that a first caller would otherwise wait for.</summary>
    public async Task WarmUpAsync(CancellationToken ct)
    {
        if (await Store.FindAuthorizationServerAsync("default", ct) is not null)
            await _keys.PublishedAsync("default");
        ct.ThrowIfCancellationRequested();
        await _keys.PublishedAsync(null);
    }

    public void Dispose() => _keys.Dispose();
}
