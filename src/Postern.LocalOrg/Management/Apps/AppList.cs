using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Queries;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Lists of apps, in the order of their ids: management.md 3.1, 3.2, 10.1.</summary>
sealed class AppList(OrgDirectory directory, AppWriter writer, SigningKeys keys) : IOperations
{
    const int Usual = 20, Most = 200;
    const string OfUser = "user.id", UserPrefix = "user/";

    static readonly string[] Attributes =
        ["id", "status", "name", "label", OfUser, "group.id", "credentials.signing.kid", "settings.slo.enabled"];

    public IEnumerable<Operation> All =>
    [
        Operation.Read(AppPaths.All, AppPaths.Reading, ListAsync),
        Operation.Read("/api/v1/groups/{groupId}/apps", "okta.groups.read", OfGroupAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var (beginning, filter, expand) = (call.Query("q"), FilterIn(call), ExpandedIn(call));
        var users = await UsersAsync(filter, expand, call.Ct);
        var keyId = (await keys.ActiveAsync(null)).Key.KeyId;
        return await PageAsync(
            call,
            app => (beginning is null || Begins(app.Name, beginning) || Begins(app.IntegrationName, beginning))
                && filter?.Matches(Asking(app, users, keyId), StringComparison.Ordinal) is not false,
            users.Find(user => user.Id == expand),
            ("q", beginning), ("filter", call.Query("filter")), ("expand", call.Query("expand")));
    }

    /// <summary>Those that it is assigned to.</summary>
    async Task<Answer> OfGroupAsync(ManagementCall call)
    {
        var group = await directory.Groups.FindAsync(call["groupId"], call.Ct) ?? throw OktaError.NotFound(call["groupId"], "UserGroup");
        return await PageAsync(call, app => app.AssignedGroupIds.Contains(group.Id), expanded: null);
    }

    async Task<Answer> PageAsync(
        ManagementCall call, Func<App, bool> isMeant, User? expanded, params (string Name, string? Value)[] query)
    {
        var (limit, after) = (call.Limit(Usual, Most), call.Query("after") ?? "");
        var all = await directory.Apps.AllAsync(call.Ct);
        CheckCursor(after, all);
        List<(string Id, JsonObject Written)> page = [];
        foreach (var app in all.Where(app => string.CompareOrdinal(app.Id, after) > 0 && isMeant(app))
            .OrderBy(app => app.Id, StringComparer.Ordinal).Take(limit + 1))
            page.Add((app.Id, await WriteAsync(call, app, expanded)));
        return Paging.Page(call, page, limit, item => item.Id, item => item.Written, query);
    }

    async Task<JsonObject> WriteAsync(ManagementCall call, App app, User? expanded)
    {
        var written = await writer.WriteAsync(call, app);
        if (expanded is not null && app.Lists(expanded))
            written["_embedded"] = new JsonObject
            {
                ["user"] = AppUserWriter.Write(call, app, expanded, await directory.GroupOfAsync(app, expanded, call.Ct)),
            };
        return written;
    }

    /// <exception cref="OktaError">It asks what cannot be asked.</exception>
    static Query? FilterIn(ManagementCall call)
    {
        if (call.Query("filter") is not { } text)
            return null;

        try
        {
            var filter = Query.Parse(text);
            if (!filter.Negates && filter.Asked().All(asked => asked.How is QueryOperator.Eq && Attributes.Contains(asked.Attribute)))
                return filter;
        }
        catch (QueryError)
        {
            // Said below, as what cannot be asked is.
        }

        throw new OktaError(StatusCodes.Status400BadRequest, OktaErrorCodes.InvalidFilter, "Invalid SCIM filter.");
    }

    /// <summary>Of a user in <c>user/{id}</c>; null: none is asked for.</summary>
    static string? ExpandedIn(ManagementCall call) => call.Query("expand") switch
    {
        null => null,
        var expand when expand.StartsWith(UserPrefix, StringComparison.Ordinal) && !expand.Contains(',', StringComparison.Ordinal) =>
            expand[UserPrefix.Length..],
        _ => throw OktaError.Invalid("RequestParams", "Expand query is malformed."),
    };

    /// <summary>Who are asked about: few, so that each app need not tell all of its users.</summary>
    async Task<List<User>> UsersAsync(Query? filter, string? expanded, CancellationToken ct)
    {
        List<User> users = [];
        foreach (var id in Compared(filter).Append(expanded).OfType<string>().Distinct())
            if (await directory.Users.FindAsync(id, ct) is { } user)
                users.Add(user);
        return users;
    }

    static IEnumerable<string?> Compared(Query? filter) => filter switch
    {
        Query.And and => and.Terms.SelectMany(Compared),
        Query.Or or => or.Terms.SelectMany(Compared),
        Query.Comparison { Attribute: OfUser } comparison => [comparison.Value as string],
        _ => [],
    };

    static JsonObject Asking(App app, List<User> users, string keyId) => new()
    {
        ["id"] = app.Id,
        ["status"] = Wire.Status(app.Status),
        ["name"] = app.IntegrationName,
        ["label"] = app.Name,
        ["user"] = new JsonObject { ["id"] = Wire.Texts(users.Where(app.Lists).Select(user => user.Id)) },
        ["group"] = new JsonObject { ["id"] = Wire.Texts(app.AssignedGroupIds) },
        ["credentials"] = new JsonObject { ["signing"] = new JsonObject { ["kid"] = app.IsClient ? keyId : null } },
        ["settings"] = new JsonObject { ["slo"] = new JsonObject { ["enabled"] = false } },
    };

    /// <summary>management.md 2.2: one that is no app's. An app that has gone since was one all the same.</summary>
    static void CheckCursor(string after, IReadOnlyList<App> all)
    {
        if (after.Length > 0 && !after.StartsWith(OktaIds.App, StringComparison.Ordinal) && all.All(app => app.Id != after))
            throw new OktaError(
                StatusCodes.Status400BadRequest, OktaErrorCodes.InvalidPaging, "Invalid paging request.", "Invalid cursor.");
    }

    static bool Begins(string name, string beginning) => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
