using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Groups;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Groups whose members are assigned to an app: management.md 10.3.</summary>
sealed class AppGroups(OrgStore store, OrgDirectory directory, GroupReading groups) : IOperations
{
    const string Path = AppPaths.One + "/groups", One = Path + "/{groupId}";
    const int Usual = 20, Most = 200;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, AppPaths.Reading, ListAsync),
        Operation.Read(One, AppPaths.Reading, FindAsync),
        Operation.Change("PUT", One, AppPaths.Managing, AssignAsync),
        Operation.Change("PATCH", One, AppPaths.Managing, PatchAsync) with { TakesItems = true },
        Operation.Change("DELETE", One, AppPaths.Managing, UnassignAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var app = await directory.AppAsync(call);
        var (limit, after, beginning) = (call.Limit(Usual, Most), call.Query("after"), call.Query("q"));
        var assignments = app.AllGroups().ToDictionary(assignment => assignment.GroupId, StringComparer.Ordinal);
        // By id, so that a list that is paged while it changes neither repeats nor skips what stayed.
        var found = (await directory.Groups.AllAsync(call.Ct))
            .Where(group => string.CompareOrdinal(group.Id, after) > 0
                && assignments.ContainsKey(group.Id)
                && (beginning is null || group.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(group => group.Id, StringComparer.Ordinal).Take(limit + 1)
            .Select(group => (Assignment: assignments[group.Id], Group: group)).ToList();
        var expanded = await ExpandedAsync(call, [.. found.Select(each => each.Group)]);
        return Paging.Page(
            call, found, limit, each => each.Group.Id, each => Embed(Write(call, app, each.Assignment), expanded, each.Group),
            ("q", beginning), ("expand", call.Query("expand")));
    }

    /// <summary>
    /// By group; null: nothing is asked for. UNCONFIRMED: what an assignment's metadata are, and where they stand. None are known here.
    /// </summary>
    async Task<Dictionary<string, JsonObject>?> ExpandedAsync(ManagementCall call, IReadOnlyList<Group> found) =>
        call.Query("expand") switch
        {
            "group" => (await groups.WriteAllAsync(call, found)).ToDictionary(
                group => group.Key, group => new JsonObject { ["group"] = group.Value }),
            "metadata" => found.ToDictionary(group => group.Id, _ => new JsonObject { ["metadata"] = new JsonObject() }),
            _ => null,
        };

    static JsonObject Embed(JsonObject written, Dictionary<string, JsonObject>? expanded, Group group)
    {
        if (expanded is not null)
            written.Insert(written.Count - 1, "_embedded", expanded[group.Id]);
        return written;
    }

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var app = await directory.AppAsync(call);
        var written = Write(call, app, Assigned(call, app));
        return Answer.Ok(
            await directory.Groups.FindAsync(call["groupId"], call.Ct) is { } group
                ? Embed(written, await ExpandedAsync(call, [group]), group)
                : written);
    }

    async Task<Answer> AssignAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var group = await directory.Groups.FindAsync(call["groupId"], call.Ct) ?? throw NotFound(call);
        var body = call.BodyOrNothing;
        var priority = body.Number("priority");
        if (priority < 0)
            throw OktaError.Invalid("priority", "priority: The field must be greater than or equal to 0");

        var known = before.Document.AllGroups().FirstOrDefault(assignment => assignment.GroupId == group.Id);
        return Put(call, work, before, new()
        {
            GroupId = group.Id,
            Priority = priority ?? known?.Priority ?? before.Document.NextPriority(),
            Profile = body.Object("profile") is { } profile ? profile.Element.Clone() : known?.Profile,
            LastUpdatedAt = store.Now,
        });
    }

    /// <summary>A JSON patch (RFC 6902) of the priority and of the profile's attributes.</summary>
    async Task<Answer> PatchAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var assignment = Assigned(call, before.Document);
        foreach (var step in call.Body.Items)
            assignment = Patched(assignment, step);
        return Put(call, work, before, assignment with { LastUpdatedAt = store.Now });
    }

    async Task<Answer> UnassignAsync(ManagementCall call, Work work)
    {
        var before = await directory.AppToChangeAsync(call);
        var (app, gone) = (before.Document, Assigned(call, before.Document));
        directory.Apps.Change(work, before, app.WithGroups(app.AllGroups().Where(other => other.GroupId != gone.GroupId)));
        return Answer.NoContent();
    }

    Answer Put(ManagementCall call, Work work, Kept<App> before, GroupAssignment assignment)
    {
        var app = before.Document.WithGroup(assignment);
        directory.Apps.Change(work, before, app);
        return Answer.Ok(Write(call, app, assignment));
    }

    static GroupAssignment Patched(GroupAssignment assignment, RequestObject step)
    {
        var (how, path) = (step.Needed("op"), step.Needed("path"));
        if (how is not ("add" or "replace" or "remove"))
            throw OktaError.Malformed();
        if (path is "/priority" && step.Number("value") is { } priority and >= 0)
            return assignment with { Priority = priority };

        var profile = assignment.Profile is { } known ? JsonObject.Create(known)! : [];
        var value = step.Find("value") is { } given && how is not "remove" ? JsonNode.Parse(given.GetRawText()) : null;
        if (path is "/profile" && value is JsonObject whole)
            profile = whole;
        else if (path.StartsWith("/profile/", StringComparison.Ordinal) && how is "remove")
            profile.Remove(path["/profile/".Length..]);
        else if (path.StartsWith("/profile/", StringComparison.Ordinal))
            profile[path["/profile/".Length..]] = value;
        else
            throw OktaError.Malformed();
        return assignment with { Profile = AppProfiles.Element(profile) };
    }

    static GroupAssignment Assigned(ManagementCall call, App app) =>
        app.AllGroups().FirstOrDefault(group => group.GroupId == call["groupId"]) ?? throw NotFound(call);

    static JsonObject Write(ManagementCall call, App app, GroupAssignment assignment) => new()
    {
        ["id"] = assignment.GroupId,
        ["lastUpdated"] = Wire.Instant(assignment.LastUpdatedAt),
        ["priority"] = assignment.Priority,
        ["profile"] = assignment.Profile is { } profile ? JsonObject.Create(profile) : new JsonObject(),
        ["_links"] = new JsonObject
        {
            ["app"] = Wire.Link(AppLinks.Url(call, app)),
            ["self"] = Wire.Link(AppLinks.Url(call, app, "/groups/" + assignment.GroupId)),
            ["group"] = Wire.Link(call.Url($"/groups/{assignment.GroupId}")),
        },
    };

    static OktaError NotFound(ManagementCall call) => OktaError.NotFound(call["groupId"], "UserGroup");
}
