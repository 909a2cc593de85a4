using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>A custom authorization server's signing keys, and their rotation: api-access-management.md 11.</summary>
sealed class AuthorizationServerKeys(OrgDirectory directory, SigningKeys keys) : IOperations
{
    const string Server = "/api/v1/authorizationServers/{authServerId}";
    const string Reading = "okta.authorizationServers.read";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Server + "/credentials/keys", Reading, ListAsync),
        Operation.Read(Server + "/credentials/keys/{keyId}", Reading, FindAsync),
        Operation.Change("POST", Server + "/credentials/lifecycle/keyRotate", "okta.authorizationServers.manage", RotateAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call) => Answer.List(await DescribeAsync(call, await ServerIdAsync(call)));

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var found = (await DescribeAsync(call, await ServerIdAsync(call))).FirstOrDefault(key => (string?)key["kid"] == call["keyId"]);
        return Answer.Ok(found ?? throw OktaError.NotFound(call["keyId"], "JsonWebKey"));
    }

    async Task<Answer> RotateAsync(ManagementCall call, Work work)
    {
        var id = await ServerIdAsync(call);
        if (call.Body.Text("use") is not "sig")
            throw OktaError.Invalid("rotateKeys", "Invalid value specified for key 'use' parameter.");

        await keys.RotateAsync(id);
        return Answer.List(await DescribeAsync(call, id));
    }

    async Task<string> ServerIdAsync(ManagementCall call) =>
        await directory.FindServerAsync(call["authServerId"], call.Ct) is { } server
            ? server.Id
            : throw OktaError.NotFound(call["authServerId"], "AuthorizationServer");

    async Task<IReadOnlyList<JsonObject>> DescribeAsync(ManagementCall call, string serverId) =>
    [
        .. (await keys.AllAsync(serverId)).All.Select(key =>
        {
            var jwk = key.Key.PublicKey;
            return new JsonObject
            {
                ["status"] = key.Status, ["alg"] = "RS256", ["e"] = jwk.E, ["n"] = jwk.N, ["kid"] = jwk.Kid, ["kty"] = "RSA", ["use"] = "sig",
                ["_links"] = new JsonObject
                {
                    ["self"] = Wire.Link(call.Url($"/authorizationServers/{serverId}/credentials/keys/{jwk.Kid}"), "GET"),
                },
            };
        }),
    ];
}
