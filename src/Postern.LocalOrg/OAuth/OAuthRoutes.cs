using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.OAuth.Direct;
using Postern.LocalOrg.OAuth.Registration;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>The table of the OAuth surface.</summary>
sealed partial class OAuthRoutes(
    AuthorizeEndpoint authorize, TokenEndpoint token, InteractEndpoint interact,
    PrimaryAuthenticateEndpoint primary, ChallengeEndpoint challenge, IntrospectEndpoint introspect, RevokeEndpoint revoke,
    KeysEndpoint keys, DiscoveryEndpoint discovery, UserInfoEndpoint userInfo, LogoutEndpoint logout,
    PushedAuthorizationEndpoint pushed, DeviceAuthorizationEndpoint device, BackchannelAuthenticationEndpoint backchannel,
    RegistrationEndpoint registration,
    BrowserErrors browserErrors, TrustedPages trusted, ILogger<OAuthRoutes> logger)
{
    static readonly string[] GetOrPost = ["GET", "POST"];
    static readonly RequestLimit AuthorizeLimit = new("authorize", PerMinute: 1200);
    static readonly RequestLimit InteractLimit = new("interact", PerMinute: 1200);
    static readonly RequestLimit TokenLimit = new("token", PerMinute: 1200);

    public void Map(RouteMap routes, SurfaceKit kit)
    {
        var browser = kit.Surface<OAuthRoutes>(routes, browserErrors.WriteAsync);
        var api = kit.Surface<OAuthRoutes>(routes, WriteAsync, AnyPage.Access);
        // Okta's own clients call it with cookies, which a browser lets pages do that are named alone.
        var trustedPages = kit.Surface<OAuthRoutes>(routes, WriteAsync, trusted);
        foreach (var server in (string[])[Paths.OAuth, Paths.OAuth + "/{authorizationServerId}"])
        {
            browser.Map(server + Paths.Authorize, GetOrPost, authorize.HandleAsync, AuthorizeLimit);
            browser.Map(server + Paths.Logout, GetOrPost, logout.HandleAsync);
            api.Post(server + Paths.Token, token.HandleAsync, TokenLimit);
            trustedPages.Post(server + Paths.Interact, interact.HandleAsync, InteractLimit);
            api.Post(server + Paths.Introspect, introspect.HandleAsync);
            api.Post(server + Paths.Revoke, revoke.HandleAsync);
            api.Get(server + Paths.Keys, keys.HandleAsync);
            api.Map(server + Paths.UserInfo, GetOrPost, userInfo.HandleAsync);
            api.Post(server + Paths.PushedAuthorizationRequest, pushed.HandleAsync);
            api.Post(server + Paths.DeviceAuthorize, device.HandleAsync);
            api.Post(server + Paths.BackchannelAuthorize, backchannel.HandleAsync);
            api.Post(server + Paths.PrimaryAuthenticate, primary.HandleAsync, InteractLimit);
            // Its name before, which clients still use: direct-auth.md 0.
            api.Post(server + "/v1/oob-authenticate", primary.HandleAsync, InteractLimit);
            api.Post(server + Paths.Challenge, challenge.HandleAsync, InteractLimit);
        }

        browser.Map(PagePaths.Resume, ["GET"], authorize.ResumeAsync);
        discovery.Map(api);
        api.NothingAt(Paths.OAuth + "/{**rest}");
        MapClients(trustedPages);
    }

    /// <summary>
    /// Which pages may register clients Okta does not say (oidc.md 20): those that may use its other APIs with an API token.
    /// </summary>
    void MapClients(Surface clients)
    {
        clients.Map(Paths.Clients, GetOrPost, registration.ClientsAsync);
        clients.Map(Paths.Clients + "/{clientId}", ["GET", "PUT", "DELETE"], registration.ClientAsync);
        clients.Post(Paths.Clients + "/{clientId}/lifecycle/newSecret", registration.NewSecretAsync);
        clients.NotBuilt(Paths.Clients + "/{**rest}");
    }

    /// <summary>UNCONFIRMED (authn.md 14): that there is no page where Okta has nothing.</summary>
    Task WriteAsync(HttpContext context, Trouble trouble)
    {
        if (trouble is Trouble.NothingHere && NearMisses.Hint(context.Request) is { } hint)
        {
            context.Response.Tell(OktaHeaders.Hint, hint);
            NearMiss(logger, OktaHeaders.Name(context.Request), hint);
        }

        return OAuthTrouble.WriteAsync(context, trouble);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is nothing at {Call}: {Hint}")]
    static partial void NearMiss(ILogger logger, string call, string hint);
}
