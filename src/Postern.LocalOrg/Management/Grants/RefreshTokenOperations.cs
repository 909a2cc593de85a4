using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Apps;
using Postern.LocalOrg.Management.AuthorizationServers;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.Grants;

/// <summary>
/// Refresh tokens, the same under three paths: of an app, of a user's client, of an authorization server's client. Who deletes one takes
/// the access tokens that came of it down with it. management.md 6.
/// </summary>
sealed class RefreshTokenOperations(GrantParties parties, TokensRoom tokens, OrgDirectory directory) : IOperations
{
    const int Usual = 20, Most = 200;

    readonly RefreshTokenWriter _writer = new(directory);

    public IEnumerable<Operation> All =>
    [
        .. Below(AppPaths.One, AppPaths.Reading, AppPaths.Managing, OfAppAsync),
        .. Below(GrantParties.Client, GrantParties.Reading, GrantParties.Managing, OfUserAsync),
        .. Below(ServerPaths.One + "/clients/{clientId}", ServerPaths.Reading, ServerPaths.Managing, OfServerAsync),
    ];

    IEnumerable<Operation> Below(string path, string reading, string managing, Func<ManagementCall, Task<Shelf>> shelf) =>
    [
        Operation.Read(path + "/tokens", reading, async call => await ListAsync(call, await shelf(call))),
        Operation.Change("DELETE", path + "/tokens", managing, async (call, work) =>
        {
            tokens.RefreshTokens.Revoke(work, (await shelf(call)).Owner);
            return Answer.NoContent();
        }),
        Operation.Read(path + "/tokens/{tokenId}", reading, async call =>
        {
            var of = await shelf(call);
            return Answer.Ok(await _writer.WriteAsync(call, await FindAsync(call, of), of.Url));
        }),
        Operation.Change("DELETE", path + "/tokens/{tokenId}", managing, async (call, work) =>
        {
            tokens.RefreshTokens.Revoke(work, (await FindAsync(call, await shelf(call))).Id);
            return Answer.NoContent();
        }),
    ];

    async Task<Shelf> OfAppAsync(ManagementCall call)
    {
        var app = await directory.AppAsync(call);
        return new(new() { ClientId = app.ClientId }, AppLinks.Url(call, app, "/tokens"), app.Id);
    }

    async Task<Shelf> OfUserAsync(ManagementCall call)
    {
        var (user, client) = (await parties.UserAsync(call), await parties.ClientAsync(call));
        return new(
            new() { ClientId = client.ClientId, UserId = user.Id },
            call.Url($"/users/{user.Id}/clients/{client.ClientId}/tokens"),
            client.Id);
    }

    async Task<Shelf> OfServerAsync(ManagementCall call)
    {
        var (server, client) = (await directory.ServerAsync(call), await parties.ClientAsync(call));
        return new(
            new() { ClientId = client.ClientId, ServerId = server.Id },
            call.Url($"/authorizationServers/{server.PublicId}/clients/{client.ClientId}/tokens"),
            client.Id);
    }

    async Task<Answer> ListAsync(ManagementCall call, Shelf shelf)
    {
        var limit = call.Limit(Usual, Most);
        List<(string Id, JsonObject Written)> page = [];
        foreach (var token in await tokens.Store.RefreshTokensAsync(shelf.Owner, call.Query("after") ?? "", limit + 1, call.Ct))
            page.Add((token.Id, await _writer.WriteAsync(call, token, shelf.Url)));
        return Paging.Page(call, page, limit, item => item.Id, item => item.Written, ("expand", call.Query("expand")));
    }

    async Task<RefreshToken> FindAsync(ManagementCall call, Shelf shelf) =>
        await tokens.Store.FindRefreshTokenAsync(call["tokenId"], call.Ct) is { } token && shelf.Owner.Owns(token)
            ? token
            : throw OktaError.NotFound($"{shelf.AppId}.{call["tokenId"]}", "OAuth2RefreshTokenTx");

    /// <summary>Whose tokens a path means, and where they are.</summary>
    sealed record Shelf(TokenOwner Owner, string Url, string AppId);
}
