using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.AuthorizationServers;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.Grants;

/// <summary>Clients that have something of a user, or of an authorization server: refresh tokens, or a user's consent.</summary>
sealed class GrantedClients(
    GrantParties parties, TokenStore tokenStore, InteractionStore interactionStore, OrgDirectory directory) : IOperations
{
    public IEnumerable<Operation> All =>
    [
        Operation.Read(GrantParties.User + "/clients", GrantParties.Reading, OfUserAsync),
        Operation.Read(ServerPaths.One + "/clients", ServerPaths.Reading, OfServerAsync),
    ];

    async Task<Answer> OfUserAsync(ManagementCall call)
    {
        var user = await parties.UserAsync(call);
        var consents = await interactionStore.AllConsentsAsync(user.Id, call.Ct);
        var ids = (await tokenStore.ClientsAsync(new() { UserId = user.Id }, call.Ct)).Union(consents.Select(consent => consent.ClientId));
        return await WriteAsync(call, ids, $"/users/{user.Id}");
    }

    async Task<Answer> OfServerAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        return await WriteAsync(
            call, await tokenStore.ClientsAsync(new() { ServerId = server.Id }, call.Ct), $"/authorizationServers/{server.PublicId}");
    }

    async Task<Answer> WriteAsync(ManagementCall call, IEnumerable<string> ids, string below)
    {
        List<JsonObject> written = [];
        foreach (var id in ids.Order(StringComparer.Ordinal))
            if (await directory.Apps.FindAsync(id, call.Ct) is { } app)
                written.Add(new()
                {
                    ["client_id"] = app.ClientId, ["client_name"] = app.Name, ["client_uri"] = app.Registration?.ClientUri,
                    ["logo_uri"] = app.Registration?.LogoUri,
                    ["_links"] = new JsonObject
                    {
                        ["grants"] = Wire.Link(call.Url($"{below}/clients/{app.ClientId}/grants")),
                        ["tokens"] = Wire.Link(call.Url($"{below}/clients/{app.ClientId}/tokens")),
                    },
                });
        return Answer.List(written);
    }
}
