using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management;

/// <summary>A custom authorization server's signing keys, and their rotation: api-access-management.md 11.</summary>
sealed class AuthorizationServerKeys(OrgDirectory directory, SigningKeys keys, OrgUrls urls)
{
    public async Task ListAsync(HttpContext context)
    {
        var id = await ServerIdAsync(context);
        await context.Response.WriteJsonAsync(Describe(id, await keys.AllAsync(id)), ManagementJson.Wire.ServerKeyBodyArray);
    }

    public async Task FindAsync(HttpContext context)
    {
        var id = await ServerIdAsync(context);
        var kid = context.GetRouteValue("kid") as string ?? "";
        var found = Describe(id, await keys.AllAsync(id)).FirstOrDefault(key => key.Kid == kid)
            ?? throw OktaError.NotFound(kid, "JsonWebKey");
        await context.Response.WriteJsonAsync(found, ManagementJson.Wire.ServerKeyBody);
    }

    public async Task RotateAsync(HttpContext context)
    {
        var id = await ServerIdAsync(context);
        MediaTypes.Check(context.Request);
        var request = await JsonBody.ReadAsync(context.Request, ManagementJson.Wire.RotateRequest, context.RequestAborted);
        if (request.Use is not "sig")
            throw OktaError.Invalid("rotateKeys", "Invalid value specified for key 'use' parameter.");

        await keys.RotateAsync(id);
        await context.Response.WriteJsonAsync(Describe(id, await keys.AllAsync(id)), ManagementJson.Wire.ServerKeyBodyArray);
    }

    async Task<string> ServerIdAsync(HttpContext context)
    {
        var id = context.GetRouteValue("authorizationServerId") as string ?? "";
        return await directory.FindServerAsync(id, context.RequestAborted) is null
            ? throw OktaError.NotFound(id, "AuthorizationServer")
            : id;
    }

    ServerKeyBody[] Describe(string serverId, PublishedKeys published) => [.. published.All.Select(key =>
    {
        var jwk = key.Key.PublicKey;
        return new ServerKeyBody
        {
            Status = key.Status, Alg = "RS256", E = jwk.E, N = jwk.N, Kid = jwk.Kid, Kty = "RSA", Use = "sig",
            Links = new()
            {
                Self = new()
                {
                    Href = $"{urls.Public}/api/v1/authorizationServers/{serverId}/credentials/keys/{jwk.Kid}",
                    Hints = new() { Allow = ["GET"] },
                },
            },
        };
    })];
}
