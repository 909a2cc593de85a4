using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>The access policies of an authorization server, in the order of their priorities: api-access-management.md 10.</summary>
sealed class PolicyOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Path = ServerPaths.One + "/policies", One = Path + "/{policyId}", EveryClient = "ALL_CLIENTS";
    const int LongestName = 50;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, ServerPaths.Reading, ListAsync),
        Operation.Change("POST", Path, ServerPaths.Managing, AddAsync),
        Operation.Read(One, ServerPaths.Reading, FindAsync),
        Operation.Change("PUT", One, ServerPaths.Managing, ReplaceAsync),
        Operation.Change("DELETE", One, ServerPaths.Managing, DeleteAsync),
        Operation.Change("POST", One + "/lifecycle/activate", ServerPaths.Managing, ActivateAsync),
        Operation.Change("POST", One + "/lifecycle/deactivate", ServerPaths.Managing, DeactivateAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        return Answer.List(server.Policies.Select(policy => Write(call, server, policy)));
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        AccessPolicy made = new() { Id = OktaIds.New(OktaIds.Policy), Name = "", CreatedAt = store.Now };
        return Answer.Created(await PutAsync(call, work, before, made));
    }

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        return Answer.Ok(Write(call, server, server.PolicyOf(call)));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        return Answer.Ok(await PutAsync(call, work, before, before.Document.PolicyOf(call)));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var policy = before.Document.PolicyOf(call);
        directory.Servers.Change(
            work, before, before.Document with { Policies = [.. before.Document.Policies.Where(other => other.Id != policy.Id)] });
        return Answer.NoContent();
    }

    Task<Answer> ActivateAsync(ManagementCall call, Work work) => PutAsync(call, work, isActive: true);

    Task<Answer> DeactivateAsync(ManagementCall call, Work work) => PutAsync(call, work, isActive: false);

    async Task<Answer> PutAsync(ManagementCall call, Work work, bool isActive)
    {
        var before = await directory.ServerToChangeAsync(call);
        var policy = before.Document.PolicyOf(call);
        if (policy.IsActive != isActive)
            directory.Servers.Change(
                work, before, before.Document.WithPolicy(policy with { IsActive = isActive, LastUpdatedAt = store.Now }));
        return Answer.NoContent();
    }

    /// <summary>At the priority that is asked for: the others make room.</summary>
    async Task<JsonObject> PutAsync(ManagementCall call, Work work, Kept<CustomAuthorizationServer> before, AccessPolicy known)
    {
        var policy = await ReadAsync(call, known);
        if (before.Document.Policies.Any(other => other.Id != policy.Id && other.Name == policy.Name))
            throw ServerFaults.NameTaken();

        var server = before.Document with
        {
            Policies = Priorities.Put(before.Document.Policies, policy, it => it.Id, call.Body.Number("priority")),
        };
        directory.Servers.Change(work, before, server);
        return Write(call, server, policy);
    }

    async Task<AccessPolicy> ReadAsync(ManagementCall call, AccessPolicy before)
    {
        var body = call.Body;
        var clients = body.ObjectOrNothing("conditions").ObjectOrNothing("clients").Texts("include") ?? [EveryClient];
        var policy = before with
        {
            Name = body.Needed("name"),
            Description = body.Text("description"),
            ClientIds = clients.Contains(EveryClient) ? null : clients,
            IsActive = Priorities.IsActive(body, before.IsActive),
            LastUpdatedAt = store.Now,
        };
        ServerFaults.Check(Faults.OfName("name", policy.Name, LongestName));
        foreach (var client in policy.ClientIds ?? [])
            if (await directory.Apps.FindAsync(client, call.Ct) is null)
                throw OktaError.Invalid("conditions.clients.include", $"conditions.clients.include: There is no client '{client}'.");
        return policy;
    }

    static JsonObject Write(ManagementCall call, CustomAuthorizationServer server, AccessPolicy policy)
    {
        var url = ServerPaths.Url(call, server, "/policies/" + policy.Id);
        var other = policy.IsActive ? "deactivate" : "activate";
        return new()
        {
            ["id"] = policy.Id,
            ["status"] = policy.IsActive ? "ACTIVE" : "INACTIVE",
            ["name"] = policy.Name,
            ["description"] = policy.Description,
            ["priority"] = Priorities.Of(server.Policies, policy.Id, it => it.Id),
            ["system"] = false,
            ["conditions"] = new JsonObject
            {
                ["clients"] = new JsonObject { ["include"] = Wire.Texts(policy.ClientIds ?? [EveryClient]) },
            },
            ["created"] = Wire.Instant(policy.CreatedAt),
            ["lastUpdated"] = Wire.Instant(policy.LastUpdatedAt),
            ["_links"] = new JsonObject
            {
                ["self"] = Wire.Link(url, "GET", "PUT", "DELETE"),
                ["rules"] = Wire.Link(url + "/rules", "GET"),
                [other] = Wire.Link($"{url}/lifecycle/{other}", "POST"),
            },
            ["type"] = "OAUTH_AUTHORIZATION_POLICY",
        };
    }
}
