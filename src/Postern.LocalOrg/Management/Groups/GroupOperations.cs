using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>Groups: management.md 9.1.</summary>
sealed class GroupOperations(OrgStore store, OrgDirectory directory, GroupReading reading) : IOperations
{
    const string Groups = "/api/v1/groups", Group = Groups + "/{groupId}", Reading = "okta.groups.read", Managing = "okta.groups.manage";

    readonly SentGroup _sent = new(directory);
    readonly GroupRemoval _removal = new(directory);

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Groups, Reading, reading.ListAsync),
        Operation.Change("POST", Groups, Managing, CreateAsync),
        Operation.Read(Group, Reading, FindAsync),
        Operation.Change("PUT", Group, Managing, ReplaceAsync),
        Operation.Change("DELETE", Group, Managing, DeleteAsync),
    ];

    async Task<Answer> CreateAsync(ManagementCall call, Work work)
    {
        var group = await _sent.ReadAsync(
            call, new() { Id = OktaIds.New(OktaIds.Group), Name = "", CreatedAt = store.Now, LastUpdatedAt = store.Now });
        directory.Groups.AddIfFree(work, group);
        return Answer.Ok(GroupWriter.Of(call, group, membersChangedAt: 0));
    }

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var group = await reading.FindAsync(call);
        var written = await reading.WriteAsync(call, group);
        if (call.Query("expand")?.Split(',').Contains("stats") is true)
            written.Insert(written.Count - 1, "_embedded", new JsonObject { ["stats"] = await StatsAsync(group, call.Ct) });
        return Answer.Ok(written);
    }

    /// <summary>The whole profile: a description that was not sent is none.</summary>
    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await reading.ToChangeAsync(call);
        CheckIsOwn(before.Document);
        var group = await _sent.ReadAsync(call, before.Document with { LastUpdatedAt = store.Now });
        directory.Groups.Change(work, before, group);
        return Answer.Ok(await reading.WriteAsync(call, group));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var group = await reading.ToChangeAsync(call);
        CheckIsOwn(group.Document);
        await _removal.DeleteAsync(work, group, call.Ct);
        return Answer.NoContent();
    }

    /// <summary>UNCONFIRMED (management.md 24): the code.</summary>
    static void CheckIsOwn(Group group)
    {
        if (group.Type is not Directory.Group.OfOkta)
            throw OktaError.NotPermitted();
    }

    async Task<JsonObject> StatsAsync(Group group, CancellationToken ct)
    {
        var users = await store.Database.AllAsync(
            "select count(*) from group_members where group_id = @group", [("@group", group.Id)], row => row.GetInt64(0), ct);
        return new()
        {
            ["usersCount"] = users[0],
            ["appsCount"] = (await directory.Apps.AllAsync(ct)).Count(app => app.AssignedGroupIds.Contains(group.Id)),
            ["groupPushMappingsCount"] = 0,
            ["hasAdminPrivilege"] = false,
        };
    }
}
