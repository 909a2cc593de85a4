using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Apps;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Grants;

/// <summary>Links of grants and refresh tokens, which say what is there: management.md 6.</summary>
static class GrantLinks
{
    public static JsonObject App(ManagementCall call, App app) => Titled(AppLinks.Url(call, app), app.Name);

    public static JsonObject Client(ManagementCall call, App app) => Titled($"{call.Org}/oauth2/v1/clients/{app.ClientId}", app.Name);

    public static JsonObject User(ManagementCall call, User user) => Titled(call.Url($"/users/{user.Id}"), user.Name);

    public static JsonObject Server(ManagementCall call, CustomAuthorizationServer server) =>
        Titled(call.Url($"/authorizationServers/{server.PublicId}"), server.Name);

    public static string Issuer(ManagementCall call, CustomAuthorizationServer? server) =>
        server is null ? call.Org : $"{call.Org}/oauth2/{server.Id}";

    static JsonObject Titled(string href, string title) => new() { ["href"] = href, ["title"] = title };
}
