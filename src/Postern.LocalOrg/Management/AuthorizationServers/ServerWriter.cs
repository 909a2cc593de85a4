using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Writes a custom authorization server: management.md 11.</summary>
sealed class ServerWriter(SigningKeys keys)
{
    public async Task<JsonObject> WriteAsync(ManagementCall call, CustomAuthorizationServer server) => new()
    {
        ["id"] = server.PublicId,
        ["name"] = server.Name,
        ["description"] = server.Description,
        ["audiences"] = Wire.Texts([server.Audience]),
        ["issuer"] = $"{call.Org}/oauth2/{server.Id}",
        ["issuerMode"] = server.IssuerMode switch
        {
            IssuerMode.CustomUrl => "CUSTOM_URL",
            IssuerMode.Dynamic => "DYNAMIC",
            _ => "ORG_URL",
        },
        ["status"] = Wire.Status(server.Status),
        ["created"] = Wire.Instant(server.CreatedAt),
        ["lastUpdated"] = Wire.Instant(server.LastUpdatedAt),
        ["credentials"] = new JsonObject { ["signing"] = await SigningAsync(server) },
        ["default"] = server.Id is CustomAuthorizationServer.Default,
        ["_links"] = Links(call, server),
    };

    /// <summary>One whose keys stay has no next rotation.</summary>
    async Task<JsonObject> SigningAsync(CustomAuthorizationServer server)
    {
        var published = await keys.PublishedAsync(server.Id);
        JsonObject signing = new()
        {
            ["kid"] = published.Active.Key.KeyId, ["rotationMode"] = server.RotatesKeys ? "AUTO" : "MANUAL",
            ["lastRotated"] = Wire.Instant(published.Rotation.RotatedAt),
        };
        if (server.RotatesKeys)
            signing["nextRotation"] = Wire.Instant(published.Rotation.NextRotation);
        return signing;
    }

    static JsonObject Links(ManagementCall call, CustomAuthorizationServer server)
    {
        JsonObject links = new()
        {
            ["rotateKey"] = Link("/credentials/lifecycle/keyRotate", "POST"),
            ["metadata"] = new JsonArray(Metadata("oauth-authorization-server"), Metadata("openid-configuration")),
            ["keys"] = Link("/credentials/keys", "GET"),
            ["claims"] = Link("/claims", "GET", "POST"),
            ["policies"] = Link("/policies", "GET", "POST"),
            ["self"] = Link("", "GET", "DELETE", "PUT"),
            ["scopes"] = Link("/scopes", "GET", "POST"),
        };
        var other = server.Status is Lifecycle.Active ? "deactivate" : "activate";
        links[other] = Link("/lifecycle/" + other, "POST");
        return links;

        JsonObject Link(string below, params IReadOnlyList<string> allow) => Wire.Link(ServerPaths.Url(call, server, below), allow);

        JsonObject Metadata(string name)
        {
            var link = Wire.Link($"{call.Org}/oauth2/{server.Id}/.well-known/{name}", "GET");
            link.Insert(0, "name", name);
            return link;
        }
    }
}
