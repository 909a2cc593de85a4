using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Servers whose access tokens may be exchanged at another: management.md 11.</summary>
sealed class AssociatedServers(OrgDirectory directory, ServerWriter writer) : IOperations
{
    const string Path = ServerPaths.One + "/associatedServers";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, ServerPaths.Reading, ListAsync),
        Operation.Change("POST", Path, ServerPaths.Managing, TrustAsync),
        Operation.Change("DELETE", Path + "/{associatedServerId}", ServerPaths.Managing, DistrustAsync),
    ];

    /// <summary>Those that are trusted, or with <c>trusted=false</c> the others.</summary>
    async Task<Answer> ListAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        var (isTrusted, beginning) = (call.Flag("trusted", otherwise: true), call.Query("q") ?? "");
        return await WriteAsync(
            call,
            (await directory.Servers.AllAsync(call.Ct)).Where(other => other.Id != server.Id
                && server.TrustedServerIds.Contains(other.Id) == isTrusted
                && other.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)));
    }

    async Task<Answer> TrustAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        List<CustomAuthorizationServer> trusted = [];
        foreach (var id in call.Body.Texts("trusted") ?? throw OktaError.Blank("trusted"))
            trusted.Add(
                await directory.Servers.FindAsync(ServerPaths.IdOf(id), call.Ct) ?? throw OktaError.NotFound(id, "AuthorizationServer"));
        directory.Servers.Change(work, before, before.Document with
        {
            TrustedServerIds = [.. before.Document.TrustedServerIds.Union(trusted.Select(server => server.Id))],
        });
        return await WriteAsync(call, trusted);
    }

    async Task<Answer> DistrustAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var id = ServerPaths.IdOf(call["associatedServerId"]);
        if (!before.Document.TrustedServerIds.Contains(id))
            throw OktaError.NotFound(call["associatedServerId"], "AuthorizationServer");

        directory.Servers.Change(
            work, before, before.Document with { TrustedServerIds = [.. before.Document.TrustedServerIds.Where(other => other != id)] });
        return Answer.NoContent();
    }

    async Task<Answer> WriteAsync(ManagementCall call, IEnumerable<CustomAuthorizationServer> servers)
    {
        List<JsonObject> written = [];
        foreach (var server in servers)
        {
            var item = await writer.WriteAsync(call, server);
            item["_links"] = null;
            written.Add(item);
        }

        return Answer.List(written);
    }
}
