using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>A custom authorization server's signing keys, and their rotation: api-access-management.md 11.</summary>
sealed class AuthorizationServerKeys(OrgDirectory directory, SigningKeys keys) : IOperations
{
    const string Server = ServerPaths.One, Reading = ServerPaths.Reading;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Server + "/credentials/keys", Reading, ListAsync),
        Operation.Read(Server + "/credentials/keys/{keyId}", Reading, FindAsync),
        Operation.Change("POST", Server + "/credentials/lifecycle/keyRotate", ServerPaths.Managing, RotateAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call) => Answer.List(await DescribeAsync(call, await directory.ServerAsync(call)));

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var all = await DescribeAsync(call, await directory.ServerAsync(call));
        var found = all.FirstOrDefault(key => (string?)key["kid"] == call["keyId"]);
        return Answer.Ok(found ?? throw OktaError.NotFound(call["keyId"], "JsonWebKey"));
    }

    async Task<Answer> RotateAsync(ManagementCall call, Work work)
    {
        var server = await directory.ServerAsync(call);
        if (call.Body.Text("use") is not "sig")
            throw OktaError.Invalid("rotateKeys", "Invalid value specified for key 'use' parameter.");

        await keys.RotateAsync(server.Id);
        return Answer.List(await DescribeAsync(call, server));
    }

    async Task<IReadOnlyList<JsonObject>> DescribeAsync(ManagementCall call, CustomAuthorizationServer server) =>
    [
        .. (await keys.AllAsync(server.Id)).All.Select(key =>
        {
            var jwk = key.Key.PublicKey;
            return new JsonObject
            {
                ["kty"] = "RSA", ["status"] = key.Status, ["alg"] = "RS256", ["kid"] = jwk.Kid, ["use"] = "sig",
                ["_links"] = new JsonObject
                {
                    ["self"] = Wire.Link(ServerPaths.Url(call, server, "/credentials/keys/" + jwk.Kid), "GET"),
                },
                ["e"] = jwk.E, ["n"] = jwk.N,
            };
        }),
    ];
}
