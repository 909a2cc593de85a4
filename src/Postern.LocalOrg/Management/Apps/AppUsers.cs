using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Users who are assigned to an app, one by one or by a group: management.md 10.3.</summary>
sealed class AppUsers(OrgStore store, OrgDirectory directory, UserRecords records) : IOperations
{
    const string Path = AppPaths.One + "/users", One = Path + "/{userId}";

    public IEnumerable<Operation> All =>
    [
        Operation.Change("POST", Path, AppPaths.Managing, AssignAsync),
        Operation.Read(One, AppPaths.Reading, FindAsync),
        Operation.Change("POST", One, AppPaths.Managing, ChangeAsync),
        Operation.Change("DELETE", One, AppPaths.Managing, UnassignAsync),
    ];

    /// <summary>Whoever is by a group is then by themselves.</summary>
    async Task<Answer> AssignAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var user = await UserAsync(call.Body.Needed("id"), call.Ct);
        if (await directory.StateOfAsync(user.Id, call.Ct) is UserState.Deprovisioned)
            throw new OktaError(
                StatusCodes.Status403Forbidden, OktaErrorCodes.UserNotAssignable,
                "Cannot assign apps or update app profiles for an inactive user.");

        return await PutAsync(call, work, before, user, isDirect: true);
    }

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var app = await directory.AppAsync(call);
        var user = await AssignedAsync(call, app);
        var written = AppUserWriter.Write(call, app, user, await directory.GroupOfAsync(app, user, call.Ct));
        return Answer.Ok(await AppUserWriter.ExpandAsync(call, written, records));
    }

    async Task<Answer> ChangeAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var user = await AssignedAsync(call, before.Document);
        var isDirect = before.Document.AssignedUserIds.Contains(user.Id) || call.Body.Text("scope") is "USER";
        return await PutAsync(call, work, before, user, isDirect);
    }

    async Task<Answer> UnassignAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var (app, user) = (before.Document, await AssignedAsync(call, before.Document));
        if (!app.AssignedUserIds.Contains(user.Id))
            throw OktaError.NotPermitted(); // management.md 24

        directory.Apps.Change(work, before, app with
        {
            AssignedUserIds = [.. app.AssignedUserIds.Where(id => id != user.Id)],
            UserAssignments = app.UserAssignments?.Where(assignment => assignment.UserId != user.Id).ToList(),
        });
        return Answer.NoContent();
    }

    async Task<Answer> PutAsync(ManagementCall call, Work work, Kept<App> before, User user, bool isDirect)
    {
        var (app, known) = (before.Document, before.Document.AssignmentOf(user.Id));
        var profile = call.Body.Object("profile");
        UserAssignment assignment = new()
        {
            UserId = user.Id,
            UserName = call.Body.ObjectOrNothing("credentials").Text("userName") ?? known?.UserName,
            Profile = profile is null ? known?.Profile : AppProfiles.Merge(known?.Profile, profile.Element),
            CreatedAt = known?.CreatedAt ?? store.Now,
            LastUpdatedAt = store.Now,
        };
        CheckProfile(app, assignment);
        app = app with
        {
            AssignedUserIds = isDirect && !app.AssignedUserIds.Contains(user.Id) ? [.. app.AssignedUserIds, user.Id] : app.AssignedUserIds,
            UserAssignments = [.. (app.UserAssignments ?? []).Where(other => other.UserId != user.Id), assignment],
        };
        directory.Apps.Change(work, before, app);
        return Answer.Ok(AppUserWriter.Write(call, app, user, await directory.GroupOfAsync(app, user, call.Ct)));
    }

    /// <summary>
    /// Attributes of the app's own are held to its schema. UNCONFIRMED (management.md 5.2): the words, which are those of users.
    /// </summary>
    static void CheckProfile(App app, UserAssignment assignment)
    {
        var profile = assignment.Profile is { } own ? JsonObject.Create(own)! : [];
        if (ProfileRules.Check(app.UserAttributes ?? [], profile).ToList() is [var first, ..] faults)
            throw new OktaError(
                StatusCodes.Status400BadRequest, OktaErrorCodes.ApiValidationFailed, $"Api validation failed: {first.Where}",
                [.. faults.Select(fault => fault.ToString())]);
    }

    async Task<User> UserAsync(string id, CancellationToken ct) =>
        await directory.Users.FindAsync(id, ct) ?? throw OktaError.NotFound(id, "User");

    async Task<User> AssignedAsync(ManagementCall call, App app) =>
        await directory.Users.FindAsync(call["userId"], call.Ct) is { } user && app.Lists(user)
            ? user
            : throw OktaError.NotFound(call["userId"], "AppUser");
}
