using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Which authorization server a request means: by its path, and by the name that it came by where the server has two.</summary>
static class RequestedServers
{
    public static string? IdIn(HttpContext context) => context.GetRouteValue("authorizationServerId") as string;

    public static async Task<AuthorizationServer> FindAsync(this AuthorizationServers servers, string? id, HttpContext context) =>
        await servers.TryFindAsync(id, context) ?? throw OAuthError.UnknownAuthorizationServer();

    public static async Task<AuthorizationServer?> TryFindAsync(this AuthorizationServers servers, string? id, HttpContext context) =>
        await servers.TryFindAsync(id, context.RequestAborted) is not { } server ? null
        : server.UnderCustomUrl is { } custom && servers.Urls.IsCustom(context.Request.Host) ? custom
        : server;
}
