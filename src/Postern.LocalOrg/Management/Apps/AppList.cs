using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Lists of apps, in the order of their ids: management.md 3.1, 10.1.</summary>
sealed class AppList(OrgDirectory directory, AppWriter writer) : IOperations
{
    const int Usual = 20, Most = 200;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(AppPaths.All, AppPaths.Reading, ListAsync),
        Operation.Read("/api/v1/groups/{groupId}/apps", "okta.groups.read", OfGroupAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var beginning = call.Query("q");
        return await PageAsync(
            call,
            app => beginning is null || Begins(app.Name, beginning) || Begins(app.IntegrationName, beginning),
            ("q", beginning));
    }

    /// <summary>Those that it is assigned to.</summary>
    async Task<Answer> OfGroupAsync(ManagementCall call)
    {
        var group = await directory.Groups.FindAsync(call["groupId"], call.Ct) ?? throw OktaError.NotFound(call["groupId"], "UserGroup");
        return await PageAsync(call, app => app.AssignedGroupIds.Contains(group.Id));
    }

    async Task<Answer> PageAsync(ManagementCall call, Func<App, bool> isMeant, params (string Name, string? Value)[] query)
    {
        var (limit, after) = (call.Limit(Usual, Most), call.Query("after") ?? "");
        var all = await directory.Apps.AllAsync(call.Ct);
        CheckCursor(after, all);
        List<(App App, JsonObject Written)> page = [];
        foreach (var app in all.Where(app => string.CompareOrdinal(app.Id, after) > 0 && isMeant(app))
            .OrderBy(app => app.Id, StringComparer.Ordinal).Take(limit + 1))
            page.Add((app, await writer.WriteAsync(call, app)));
        return Paging.Page(call, page, limit, item => item.App.Id, item => item.Written, query);
    }

    /// <summary>management.md 2.2: one that is no app's. An app that has gone since was one all the same.</summary>
    static void CheckCursor(string after, IReadOnlyList<App> all)
    {
        if (after.Length > 0 && !after.StartsWith(OktaIds.App, StringComparison.Ordinal) && all.All(app => app.Id != after))
            throw new OktaError(
                StatusCodes.Status400BadRequest, OktaErrorCodes.InvalidPaging, "Invalid paging request.", "Invalid cursor.");
    }

    static bool Begins(string name, string beginning) => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
