using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Groups;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Users;

/// <summary>Users: management.md 5 and 6.</summary>
sealed class UserOperations(
    OrgDirectory directory, UserRecords records, UserWriter writer, GroupReading groups, NewUser creation, ChangedUser change,
    UserRemoval removal) : IOperations
{
    const string Users = "/api/v1/users", User = Users + "/{id}", Reading = "okta.users.read", Managing = "okta.users.manage";
    const int MostGroups = 200;

    readonly NamedUsers _users = new(records);
    readonly UserLists _lists = new(records);

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Users, Reading, _lists.ListAsync),
        Operation.Change("POST", Users, Managing, creation.CreateAsync),
        Operation.Read(User, Reading, FindAsync),
        Operation.Change("POST", User, Managing, change.UpdateAsync),
        Operation.Change("PUT", User, Managing, change.ReplaceAsync),
        Operation.Change("DELETE", User, Managing, DeleteAsync),
        Operation.Read(User + "/groups", Reading, GroupsAsync),
        Operation.Read(User + "/appLinks", Reading, AppLinksAsync),
        Operation.Read(User + "/blocks", Reading, BlocksAsync),
    ];

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var user = await _users.FindAsync(call, call["id"]);
        var tag = UserWriter.EntityTag(writer.Whole(call, user, AskedView.Whole));
        return Answer.Ok(writer.Whole(call, user, AskedView.Of(call))) with { Header = ("ETag", tag) };
    }

    /// <summary>Deactivates at first, and deletes for good after that.</summary>
    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var user = await _users.FindAsync(call, call["id"]);
        if (user.State is UserState.Deprovisioned)
            await removal.DeleteAsync(work, user, call.Ct);
        else
            await removal.DeactivateAsync(work, user, call.Ct);
        return Answer.NoContent();
    }

    /// <summary>That of everybody comes first.</summary>
    async Task<Answer> GroupsAsync(ManagementCall call)
    {
        var user = await _users.FindAsync(call, call["id"]);
        var own = (await directory.GroupsOfAsync(user.User, call.Ct)).OrderBy(group => GroupReading.KeyOf(group), StringComparer.Ordinal)
            .ToList();
        var after = call.Query("after") is { } cursor ? GroupReading.KeyOf(cursor, own) : "";
        var limit = call.Limit(MostGroups, MostGroups);
        return await groups.PageAsync(
            call, own.Where(group => string.CompareOrdinal(GroupReading.KeyOf(group), after) > 0).Take(limit + 1).ToList(), limit);
    }

    /// <summary>One for each app that is assigned and may be used. Item order: management.md 6.</summary>
    async Task<Answer> AppLinksAsync(ManagementCall call)
    {
        var user = await _users.FindAsync(call, call["id"]);
        var apps = (await directory.Apps.AllAsync(call.Ct)).Where(app => app.Status is Lifecycle.Active && app.IsAssignedTo(user.User))
            .Where(app => app.Registration?.InitiateLoginUri is not null);
        return Answer.List(apps.Select((app, number) => Link(app, user.User, number)));
    }

    static JsonObject Link(App app, User user, int number) => new()
    {
        ["id"] = OktaIds.Of("00u", app.ClientId, user.Id),
        ["label"] = app.Name,
        ["linkUrl"] = app.Registration?.InitiateLoginUri,
        ["logoUrl"] = app.Registration?.LogoUri,
        ["appName"] = "oidc_client",
        ["appInstanceId"] = app.ClientId,
        ["appAssignmentId"] = OktaIds.Of("0ua", app.ClientId, user.Id),
        ["credentialsSetup"] = false,
        ["hidden"] = false,
        ["sortOrder"] = number,
    };

    /// <summary>The feature that orgs of today's do not have: management.md 6.</summary>
    async Task<Answer> BlocksAsync(ManagementCall call)
    {
        await _users.FindAsync(call, call["id"]);
        throw OktaError.FeatureMissing();
    }
}
