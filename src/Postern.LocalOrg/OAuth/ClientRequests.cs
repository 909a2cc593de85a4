using System.Net;
using Microsoft.AspNetCore.Http;
using Postern.Local.Storage;
using Postern.Local.Tokens;

namespace Postern.Local.OAuth;

/// <summary>A request of a client that has proved itself, at one authorization server.</summary>
sealed record ClientRequest(ClientForm Form, App Client, AuthorizationServer Server)
{
    /// <summary>Where the caller is, for the policies.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Of the key that the request was proved with (RFC 9449); null where it was not.</summary>
    public string? KeyThumbprint { get; init; }

    /// <summary>Whether the request names a grant type that the client may use; what the client may do is <see cref="Client"/>'s.</summary>
    public bool MayUse(string grantType) => Client.GrantTypes.Contains(grantType);
}

/// <summary>Reads what the endpoints that clients call by form have in common: server, form, client, in that order.</summary>
sealed class ClientRequests(AuthorizationServers servers, ClientAuthenticator clients)
{
    /// <summary>The path is the endpoint's below the server's base, for the audience of a client assertion.</summary>
    public async Task<ClientRequest> ReadAsync(HttpContext context, string path)
    {
        var ct = context.RequestAborted;
        var server = await servers.FindAsync(AuthorizationServers.IdIn(context), ct);
        var form = await ClientForm.ReadAsync(context.Request, server.BaseUrl + path, ct);
        return new(form, await clients.AuthenticateAsync(form, ct), server) { Address = context.Connection.RemoteIpAddress };
    }
}
