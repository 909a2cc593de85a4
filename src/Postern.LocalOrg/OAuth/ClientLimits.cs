using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Where an app may be used: at which authorization servers, and from which networks.</summary>
static class ClientLimits
{
    public static void CheckServer(App client, AuthorizationServer server)
    {
        if (client.OrgAuthorizationServerOnly && !server.IsOrg)
            throw new OAuthError(OAuthErrors.UnauthorizedClient, "This client cannot use a custom authorization server.");
    }

    public static void CheckNetwork(App client, HttpContext context, Organization org)
    {
        if ((client.Networks is { } networks && !org.IsWithin(networks, Forwarding.CallerOf(context)))
            || (client.ExcludedNetworks is { } excluded && org.IsWithin(excluded, Forwarding.CallerOf(context))))
            throw new OAuthError(
                OAuthErrors.AccessDenied,
                "The request is made from outside the client's permitted network zones.",
                StatusCodes.Status403Forbidden);
    }
}
