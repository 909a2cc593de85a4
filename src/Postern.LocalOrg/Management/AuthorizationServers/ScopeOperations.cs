using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>The scopes of an authorization server, its own and the reserved ones: management.md 11.</summary>
sealed class ScopeOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Path = ServerPaths.One + "/scopes", One = Path + "/{scopeId}";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, ServerPaths.Reading, ListAsync),
        Operation.Change("POST", Path, ServerPaths.Managing, AddAsync),
        Operation.Read(One, ServerPaths.Reading, ShowAsync),
        Operation.Change("PUT", One, ServerPaths.Managing, ReplaceAsync),
        Operation.Change("DELETE", One, ServerPaths.Managing, DeleteAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        var (beginning, name) = (call.Query("q"), NameIn(call.Query("filter")));
        return Answer.List(
            ServerScopes.AllOf(server)
                .Where(scope => ReservedScopes.IsOf(directory.Org.Settings.Engine, scope))
                .Where(scope => beginning is null || scope.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                .Where(scope => name is null || scope.Name == name)
                .Select(scope => Write(call, server, scope)));
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var server = before.Document;
        var scope = ScopeReader.Read(call.Body, new() { Id = OktaIds.New(OktaIds.Scope), Name = "" });
        Check(server, scope);
        Change(work, before, server with { Scopes = [.. server.Scopes, scope] });
        return Answer.Created(Write(call, server, scope));
    }

    async Task<Answer> ShowAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        return Answer.Ok(Write(call, server, Find(call, server)));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var (server, known) = (before.Document, Find(call, before.Document));
        var scope = ReservedScopes.Contains(known.Name) ? ScopeReader.ReadReserved(call.Body, known) : ScopeReader.Read(call.Body, known);
        Check(server, scope);
        Change(work, before, ReservedScopes.Contains(known.Name)
            ? server with { ChangedScopes = [.. (server.ChangedScopes ?? []).Where(other => other.Name != scope.Name), scope] }
            : server with { Scopes = [.. server.Scopes.Select(other => other.Id == scope.Id ? scope : other)] });
        return Answer.Ok(Write(call, server, scope));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var scope = Find(call, before.Document);
        if (ReservedScopes.Contains(scope.Name))
            throw OktaError.NotPermitted(); // management.md 24

        Change(work, before, before.Document with { Scopes = [.. before.Document.Scopes.Where(other => other.Id != scope.Id)] });
        return Answer.NoContent();
    }

    void Change(Work work, Kept<CustomAuthorizationServer> before, CustomAuthorizationServer server) =>
        directory.Servers.Change(work, before, server with { LastUpdatedAt = store.Now });

    static void Check(CustomAuthorizationServer server, OAuth2Scope scope)
    {
        if (ServerScopes.AllOf(server).Any(other => other.Id != scope.Id && other.Name == scope.Name))
            throw ServerFaults.NameTaken();
        if (!ReservedScopes.Contains(scope.Name))
            ServerFaults.Check(ServerRules.OfScope(scope));
    }

    /// <summary>Of <c>name eq "…"</c>, which is all that can be asked.</summary>
    static string? NameIn(string? filter) => filter is null
        ? null
        : filter.Split(" eq ", 2) is ["name", ['"', .., '"'] quoted]
            ? quoted[1..^1]
            : throw new OktaError(400, Protocol.OktaErrorCodes.InvalidFilter, "Invalid SCIM filter.");

    static OAuth2Scope Find(ManagementCall call, CustomAuthorizationServer server) =>
        ServerScopes.AllOf(server).FirstOrDefault(scope => scope.Id == call["scopeId"])
            ?? throw OktaError.NotFound(call["scopeId"], "OAuth2Scope");

    static JsonObject Write(ManagementCall call, CustomAuthorizationServer server, OAuth2Scope scope) => new()
    {
        ["id"] = scope.Id,
        ["name"] = scope.Name,
        ["displayName"] = scope.DisplayName,
        ["description"] = scope.Description,
        ["system"] = ReservedScopes.Contains(scope.Name),
        ["metadataPublish"] = scope.IsPublished ? "ALL_CLIENTS" : "NO_CLIENTS",
        ["consent"] = scope.Consent.ToString().ToUpperInvariant(),
        ["optional"] = scope.IsOptional,
        ["apiResourceId"] = null,
        ["default"] = scope.IsDefault,
        ["_links"] = new JsonObject
        {
            ["self"] = Wire.Link(ServerPaths.Url(call, server, "/scopes/" + scope.Id), "GET", "PUT", "DELETE"),
        },
    };
}
