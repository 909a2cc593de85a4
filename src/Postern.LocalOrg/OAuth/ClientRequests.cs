using System.Net;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>A request of a client that has proved itself, at one authorization server.</summary>
sealed record ClientRequest(ClientForm Form, App Client, AuthorizationServer Server)
{
    /// <summary>What it writes, all at once.</summary>
    public required Work Work { get; init; }

    /// <summary>Where the caller is, for the policies.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Of the key that the request was proved with (RFC 9449); null where it was not.</summary>
    public string? KeyThumbprint { get; init; }

    /// <summary>Throws where the request names another API than the one that it refers to was granted for: RFC 8707 section 2.2.</summary>
    public void CheckSameResource()
    {
        if (!RequestedResources.IsGood(Server, Form[Parameters.Resource]))
            throw OAuthError.InvalidRequest("The 'resource' parameter does not match the resource used in the authorization request.");
    }

    /// <summary>Throws where the app does not have the grant.</summary>
    public void CheckMayUse(string grantType)
    {
        if (!Client.GrantTypes.Contains(grantType))
            throw new OAuthError(OAuthErrors.UnauthorizedClient,
                "The client is not authorized to use the provided grant type. Configured grant types: " +
                $"[{string.Join(", ", Client.GrantTypes)}].");
    }
}

/// <summary>Reads what the endpoints that clients call by form have in common: server, form, client, in that order.</summary>
sealed class ClientRequests(AuthorizationServers servers, ClientAuthenticator clients, InterclientTrust trust)
{
    /// <summary>The path is the endpoint's below the server's base, for the audience of a client assertion.</summary>
    public async Task<ClientRequest> ReadAsync(HttpContext context, string path, Work work)
    {
        var ct = context.RequestAborted;
        var server = await servers.FindAsync(RequestedServers.IdIn(context), context);
        var form = await ClientForm.ReadAsync(context.Request, server.BaseUrl + path, ct);
        var client = await clients.AuthenticateAsync(form, work, ct);
        ClientLimits.CheckServer(client, server);
        await trust.CheckAsync(form, client, ct);
        return new(form, client, server) { Work = work, Address = Forwarding.CallerOf(context) };
    }

    /// <summary>
    /// Of Identity Engine's own endpoints, which say in the shape of Okta's other APIs that they do not know the client: idx.md 2,
    /// direct-auth.md 0.
    /// </summary>
    public async Task<ClientRequest> ReadForSignInAsync(HttpContext context, string path, Work work)
    {
        try
        {
            return await ReadAsync(context, path, work);
        }
        catch (OAuthError refused) when (refused.Description is ClientAuthenticator.Unknown)
        {
            throw new OktaError(StatusCodes.Status401Unauthorized, refused.Error, refused.Description);
        }
    }
}
