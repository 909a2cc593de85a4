using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Admins;

/// <summary>Standard roles of users, groups and apps, by which callers are judged from the next request on: management.md 19.</summary>
sealed class RoleOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Reading = "okta.roles.read";
    const string Managing = "okta.roles.manage";

    public IEnumerable<Operation> All =>
    [
        .. Of(AssigneeKind.User, "/api/v1/users/{userId}/roles", "userId"),
        .. Of(AssigneeKind.Group, "/api/v1/groups/{groupId}/roles", "groupId"),
        .. Of(AssigneeKind.Client, "/oauth2/v1/clients/{clientId}/roles", "clientId"),
    ];

    IEnumerable<Operation> Of(AssigneeKind kind, string path, string name)
    {
        Task<Assignee> FindAsync(ManagementCall call) => FindAssigneeAsync(kind, call[name], call.Ct);
        return
        [
            Operation.Read(path, Reading, async call => List(call, await FindAsync(call))),
            Operation.Change("POST", path, Managing, async (call, work) => await AssignAsync(call, await FindAsync(call), work)),
            Operation.Read(path + "/{roleAssignmentId}", Reading, async call => await ShowAsync(call, await FindAsync(call))),
            Operation.Change(
                "DELETE", path + "/{roleAssignmentId}", Managing,
                async (call, work) => await RemoveAsync(call, await FindAsync(call), work)),
        ];
    }

    Answer List(ManagementCall call, Assignee assignee) => Answer.List(
        directory.Org.RolesOf(assignee.Kind, assignee.Id).OrderBy(role => role.Type, StringComparer.Ordinal)
            .Select(role => RoleWriter.Write(call, role)));

    async Task<Answer> ShowAsync(ManagementCall call, Assignee assignee) =>
        Answer.Ok(RoleWriter.Write(call, (await FindAsync(call, assignee)).Document));

    async Task<Answer> AssignAsync(ManagementCall call, Assignee assignee, Work work)
    {
        var type = call.Body.Needed("type");
        if (!RoleTypes.Has(type))
            // UNCONFIRMED: the words; and custom roles, which are not built.
            throw OktaError.Invalid("type", "type: The field has an invalid value");

        var assigned = RoleAssignment.Of(assignee.Kind, assignee.Id, type, store.Now);
        if (await directory.RoleAssignments.FindToChangeAsync(assigned.Key, call.Ct) is not null)
            throw new OktaError(409, OktaErrorCodes.RoleAssigned, "The role specified is already assigned to the user.");

        directory.RoleAssignments.AddIfFree(work, assigned);
        return Answer.Created(RoleWriter.Write(call, assigned));
    }

    async Task<Answer> RemoveAsync(ManagementCall call, Assignee assignee, Work work)
    {
        directory.RoleAssignments.Delete(work, await FindAsync(call, assignee));
        return Answer.NoContent();
    }

    async Task<Kept<RoleAssignment>> FindAsync(ManagementCall call, Assignee assignee)
    {
        var id = call["roleAssignmentId"];
        var key = RoleTypes.Find(id) is { } type ? RoleAssignment.KeyOf(assignee.Kind, assignee.Id, type) : "";
        return await directory.RoleAssignments.FindToChangeAsync(key, call.Ct) ?? throw OktaError.NotFound(id, "RoleAssignment");
    }

    async Task<Assignee> FindAssigneeAsync(AssigneeKind kind, string id, CancellationToken ct) => kind switch
    {
        AssigneeKind.User => new(kind, (await directory.Users.FindAsync(id, ct))?.Id ?? throw OktaError.NotFound(id, "User")),
        AssigneeKind.Group => new(kind, (await directory.Groups.FindAsync(id, ct))?.Id ?? throw OktaError.NotFound(id, "UserGroup")),
        _ => await directory.Apps.FindAsync(id, ct) switch
        {
            { Kind: AppKind.Service } app => new(kind, app.ClientId),
            null => throw OktaError.NotFound(id, "PublicClientApp"),
            _ => throw new OktaError(400, OktaErrorCodes.RoleOfNoService, "Roles can only be granted to service application type"),
        },
    };

    sealed record Assignee(AssigneeKind Kind, string Id);
}
