using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.AuthorizationServers;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.Grants;

/// <summary>Writes a refresh token, which itself is never told: api-access-management.md 12.</summary>
sealed class RefreshTokenWriter(OrgDirectory directory)
{
    /// <param name="call">Whose org it is.</param>
    /// <param name="token">The token.</param>
    /// <param name="url">Of the list that it is found in.</param>
    public async Task<JsonObject> WriteAsync(ManagementCall call, RefreshToken token, string url)
    {
        var server = token.AuthorizationServerId is { } id ? await directory.Servers.FindAsync(id, call.Ct) : null;
        JsonObject written = new()
        {
            ["id"] = token.Id, ["status"] = "ACTIVE", ["created"] = Wire.Instant(token.CreatedAt),
            ["lastUpdated"] = Wire.Instant(Math.Max(token.CreatedAt, token.RotatedAt)), ["expiresAt"] = Wire.Instant(token.ExpiresAt),
            ["issuer"] = GrantLinks.Issuer(call, server), ["clientId"] = token.ClientId, ["userId"] = token.UserId,
            ["scopes"] = Wire.Texts(token.Scopes),
        };
        if (call.Query("expand") is "scope")
            written["_embedded"] = new JsonObject
            {
                ["scopes"] = new JsonArray([.. token.Scopes.Select(name => Scope(call, server, name))]),
            };
        written["_links"] = await LinksAsync(call, token, server, $"{url}/{token.Id}");
        return written;
    }

    async Task<JsonObject> LinksAsync(ManagementCall call, RefreshToken token, CustomAuthorizationServer? server, string self)
    {
        JsonObject links = [];
        var app = await directory.Apps.FindAsync(token.ClientId, call.Ct);
        if (app is not null)
            links["app"] = GrantLinks.App(call, app);
        if (server is not null)
            links["authorizationServer"] = GrantLinks.Server(call, server);
        links["self"] = Wire.Link(self);
        links["revoke"] = Wire.Link(self, "DELETE");
        if (app is not null)
            links["client"] = GrantLinks.Client(call, app);
        if (await directory.Users.FindAsync(token.UserId, call.Ct) is { } user)
            links["user"] = GrantLinks.User(call, user);
        return links;
    }

    static JsonObject Scope(ManagementCall call, CustomAuthorizationServer? server, string name)
    {
        var id = ServerScopes.IdOf(server, name);
        JsonObject written = new() { ["id"] = id, ["name"] = name };
        if (server is null)
            return written;

        var scope = ServerScopes.AllOf(server).FirstOrDefault(scope => scope.Name == name);
        written["displayName"] = scope?.DisplayName;
        written["description"] = scope?.Description;
        written["_links"] = new JsonObject
        {
            ["scope"] = new JsonObject { ["href"] = ServerPaths.Url(call, server, "/scopes/" + id), ["title"] = name },
        };
        return written;
    }
}
