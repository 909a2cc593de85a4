using System.Globalization;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>Who answers for a group, a user or another group: management.md 9.1. It decides nothing.</summary>
sealed class GroupOwners(OrgStore store, OrgDirectory directory, UserRecords records, GroupReading groups) : IOperations
{
    const string Owners = "/api/v1/groups/{groupId}/owners";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Owners, "okta.groups.read", ListAsync),
        Operation.Change("POST", Owners, "okta.groups.manage", AddAsync),
        Operation.Change("DELETE", Owners + "/{ownerId}", "okta.groups.manage", RemoveAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        List<JsonNode> owners = [];
        foreach (var owner in (await groups.FindAsync(call)).Owners ?? [])
            if (await NameAsync(owner, call.Ct) is { } name)
                owners.Add(Write(owner, name));
        return Answer.List(owners);
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var group = await groups.ToChangeAsync(call);
        GroupOwner owner = new(call.Body.Needed("id"), call.Body.Needed("type"), store.Now);
        if (owner.Type is not (GroupOwner.OfUser or GroupOwner.OfGroup))
            throw OktaError.Invalid("type", "type: The field has an invalid value");

        var name = await NameAsync(owner, call.Ct)
            ?? throw OktaError.NotFound(owner.Id, owner.Type is GroupOwner.OfUser ? "User" : "UserGroup");
        var before = group.Document.Owners ?? [];
        if (before.Any(other => other.Id == owner.Id))
            throw OktaError.Invalid("owner", "Provided owner is already assigned to this group");

        directory.Groups.Change(work, group, group.Document with { Owners = [.. before, owner] });
        return Answer.Created(Write(owner, name));
    }

    async Task<Answer> RemoveAsync(ManagementCall call, Work work)
    {
        var group = await groups.ToChangeAsync(call);
        var left = (group.Document.Owners ?? []).Where(owner => owner.Id != call["ownerId"]).ToList();
        if (left.Count == (group.Document.Owners?.Count ?? 0))
            throw OktaError.NotFound(call["ownerId"], "GroupOwner"); // UNCONFIRMED (management.md 2.1): the type's name

        directory.Groups.Change(work, group, group.Document with { Owners = left });
        return Answer.NoContent();
    }

    async Task<string?> NameAsync(GroupOwner owner, CancellationToken ct) => owner.Type is GroupOwner.OfUser
        ? (await records.FindAsync(owner.Id, ct))?.User.Name
        : (await directory.Groups.FindAsync(owner.Id, ct))?.Name;

    /// <summary>The one time of Okta's that is written so: management.md 1.2.</summary>
    static JsonObject Write(GroupOwner owner, string name) => new()
    {
        ["id"] = owner.Id,
        ["type"] = owner.Type,
        ["resolved"] = true,
        ["originId"] = null,
        ["originType"] = "OKTA_DIRECTORY",
        ["displayName"] = name,
        ["lastUpdated"] = DateTimeOffset.FromUnixTimeSeconds(owner.AddedAt)
            .ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture),
    };
}
