using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Custom authorization servers: made, listed, changed, switched on and off, deleted. management.md 11.</summary>
sealed class ServerOperations(OrgStore store, OrgDirectory directory, ServerWriter writer) : IOperations
{
    const int Most = 200;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(ServerPaths.All, ServerPaths.Reading, ListAsync),
        Operation.Change("POST", ServerPaths.All, ServerPaths.Managing, AddAsync),
        Operation.Read(ServerPaths.One, ServerPaths.Reading, FindAsync),
        Operation.Change("PUT", ServerPaths.One, ServerPaths.Managing, ReplaceAsync),
        Operation.Change("DELETE", ServerPaths.One, ServerPaths.Managing, DeleteAsync),
        Operation.Change("POST", ServerPaths.One + "/lifecycle/activate", ServerPaths.Managing, ActivateAsync),
        Operation.Change("POST", ServerPaths.One + "/lifecycle/deactivate", ServerPaths.Managing, DeactivateAsync),
    ];

    /// <summary>By name or audience, whichever begins so.</summary>
    async Task<Answer> ListAsync(ManagementCall call)
    {
        var (limit, after, beginning) = (call.Limit(Most, Most), call.Query("after") ?? "", call.Query("q"));
        List<(string Id, JsonObject Written)> page = [];
        foreach (var server in (await directory.Servers.AllAsync(call.Ct))
            .Where(server => string.CompareOrdinal(server.PublicId, after) > 0 && (beginning is null || Begins(server, beginning)))
            .OrderBy(server => server.PublicId, StringComparer.Ordinal).Take(limit + 1))
            page.Add((server.PublicId, await writer.WriteAsync(call, server)));
        return Paging.Page(call, page, limit, item => item.Id, item => item.Written, ("q", beginning));
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        // Keys rotate by themselves whatever is asked for: that is for a change to say (management.md 23).
        CustomAuthorizationServer made = new()
        {
            Id = OktaIds.New(OktaIds.AuthorizationServer),
            Name = "",
            Audience = "",
            CreatedAt = store.Now,
        };
        var server = ServerReader.Read(call.Body, made) with { LastUpdatedAt = store.Now };
        directory.Servers.AddBeside(work, server, await CheckNameAsync(call, server));
        return Answer.Created(await writer.WriteAsync(call, server));
    }

    async Task<Answer> FindAsync(ManagementCall call) => Answer.Ok(await writer.WriteAsync(call, await directory.ServerAsync(call)));

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var server = ServerReader.ReadWhole(call.Body, before.Document) with { LastUpdatedAt = store.Now };
        await CheckNameAsync(call, server);
        directory.Servers.Change(work, before, server);
        return Answer.Ok(await writer.WriteAsync(call, server));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        if (before.Document.Id is CustomAuthorizationServer.Default)
            throw OktaError.NotPermitted(); // management.md 24

        directory.Servers.Delete(work, before);
        return Answer.NoContent();
    }

    Task<Answer> ActivateAsync(ManagementCall call, Work work) => PutAsync(call, work, Lifecycle.Active);

    Task<Answer> DeactivateAsync(ManagementCall call, Work work) => PutAsync(call, work, Lifecycle.Inactive);

    /// <summary>Saying so again changes nothing.</summary>
    async Task<Answer> PutAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var before = await directory.ServerToChangeAsync(call);
        if (before.Document.Status != status)
            directory.Servers.Change(work, before, before.Document with { Status = status, LastUpdatedAt = store.Now });
        return Answer.NoContent();
    }

    /// <summary>Those that there are; none of the others is called so.</summary>
    async Task<IReadOnlyList<Kept<CustomAuthorizationServer>>> CheckNameAsync(ManagementCall call, CustomAuthorizationServer server)
    {
        var all = await directory.Servers.AllToChangeAsync(call.Ct);
        return all.Exists(other => other.Document.Id != server.Id && other.Document.Name == server.Name)
            ? throw ServerFaults.NameTaken()
            : all;
    }

    static bool Begins(CustomAuthorizationServer server, string beginning) =>
        server.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)
        || server.Audience.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
