using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.OAuth.Direct;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Both discovery documents of every authorization server, at each address that Okta serves them: oidc.md 2.</summary>
sealed class DiscoveryEndpoint(AuthorizationServers servers, OrgDirectory directory)
{
    public void Map(Surface surface)
    {
        const string custom = Paths.OAuth + "/{authorizationServerId}";
        foreach (var path in (string[])[Paths.OpenIdConfiguration, custom + Paths.OpenIdConfiguration])
            surface.Get(path, context => WriteAsync(context, Metadata.ForOpenId));
        // The last is RFC 8414 section 3.1's form, which Okta serves too.
        foreach (
            var path in (string[])
            [
                Paths.AuthorizationServerMetadata, custom + Paths.AuthorizationServerMetadata, Paths.AuthorizationServerMetadata + custom,
            ])
            surface.Get(path, context => WriteAsync(context, Metadata.ForOAuth));
    }

    async Task WriteAsync(HttpContext context, Func<AuthorizationServer, OrgUrls, MetadataBody> describe)
    {
        var id = RequestedServers.IdIn(context);
        // in the other surface's shape, as recorded
        var server = await servers.TryFindAsync(id, context) ?? throw OktaError.NotFound(id!, "AuthorizationServer");
        var clientId = context.Request.Query[Parameters.ClientId].ToString();
        var client = clientId.Length > 0 ? await directory.FindAppAsync(clientId, context.RequestAborted) : null;
        if (clientId.Length > 0 && client is null)
            // the other surface's shape with an OAuth code: oidc.md 2
            throw new OktaError(400, OAuthErrors.InvalidClient, "Invalid value for 'client_id' parameter.");

        context.Response.Headers.CacheControl = "max-age=86400, must-revalidate";
        context.Response.Headers.Remove("Pragma");
        context.Response.Headers.Remove("Expires");
        var whole = Metadata.With(describe(server, servers.Urls), DirectGrants.Of(directory.Org));
        await context.Response.WriteJsonAsync(client is null ? whole : Metadata.For(client, whole), OAuthJson.Wire.MetadataBody);
    }
}
