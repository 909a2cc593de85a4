using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management;

/// <summary>The table of what the Management API answers here. The rest of <c>/api/v1</c> is refused politely beside authn's.</summary>
sealed class ManagementRoutes(ApiCaller callers, AuthorizationServerKeys keys, ConsentGrants grants, TrustedPages trusted)
{
    const string Server = "/api/v1/authorizationServers/{authorizationServerId}";
    const string User = "/api/v1/users/{userId}";
    const string Read = "okta.authorizationServers.read";
    const string Manage = "okta.authorizationServers.manage";
    const string ManageUsers = "okta.users.manage";

    public void Map(IEndpointRouteBuilder routes, SurfaceKit kit)
    {
        var surface = kit.Surface<ManagementRoutes>(routes, WriteAsync, trusted);
        surface.Get(Server + "/credentials/keys", For(Read, keys.ListAsync));
        surface.Get(Server + "/credentials/keys/{kid}", For(Read, keys.FindAsync));
        surface.Post(Server + "/credentials/lifecycle/keyRotate", For(Manage, keys.RotateAsync));
        // By this method alone: reading them is refused politely with the rest.
        surface.MapAlone(User + "/grants", "DELETE", For(ManageUsers, grants.RevokeAsync));
        surface.MapAlone(User + "/clients/{clientId}/grants", "DELETE", For(ManageUsers, grants.RevokeAsync));
    }

    RequestDelegate For(string scope, RequestDelegate handle) => async context =>
    {
        await callers.CheckAsync(context, scope);
        await handle(context);
    };

    /// <summary>
    /// UNCONFIRMED (api-access-management.md 2): this surface's body, and what is wrong with the access token in the header.
    /// </summary>
    static Task WriteAsync(HttpContext context, Trouble trouble) =>
        trouble is Trouble.Refused { Refusal: CallerRefusal { Wrong: var wrong } }
        ? (wrong?.Error is OAuthErrors.InsufficientScope ? OktaError.NotPermitted(wrong.Header) : OktaError.InvalidToken(wrong?.Header))
            .WriteAsync(context)
        : OktaError.WriteAsync(context, trouble);
}
