using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Lists the users of an app, in the order of their ids: management.md 3.1, 10.3.</summary>
sealed class AppUserList(OrgDirectory directory, UserRecords records) : IOperations
{
    const int Usual = 50, Most = 500, AtATime = 500;

    public IEnumerable<Operation> All => [Operation.Read(AppPaths.One + "/users", AppPaths.Reading, ListAsync)];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var app = await directory.AppAsync(call);
        var (limit, beginning) = (call.Limit(Usual, Most), call.Query("q"));
        List<User> page = [];
        await foreach (var user in AssignedAsync(app, call.Query("after") ?? "", call.Ct))
        {
            if (beginning is not null && !Begins(app, user, beginning))
                continue;
            page.Add(user);
            if (page.Count > limit)
                break;
        }

        var expanded = await AppUserWriter.ExpandedAsync(call, [.. page.Select(user => user.Id)], records);
        List<(string Id, JsonObject Written)> written = [];
        foreach (var user in page)
            written.Add((user.Id, AppUserWriter.Embed(
                call, AppUserWriter.Write(call, app, user, await directory.GroupOfAsync(app, user, call.Ct)), expanded)));
        return Paging.Page(
            call, written, limit, item => item.Id, item => item.Written, ("q", beginning), ("expand", call.Query("expand")));
    }

    /// <summary>Where no group is assigned, nobody else need be looked at.</summary>
    async IAsyncEnumerable<User> AssignedAsync(
        App app, string after, [EnumeratorCancellation] CancellationToken ct)
    {
        if (app.AssignedGroupIds.Count == 0)
        {
            foreach (var ids in app.AssignedUserIds.Where(id => string.CompareOrdinal(id, after) > 0).Order(StringComparer.Ordinal)
                .Chunk(AtATime))
                foreach (var user in (await records.OfAsync(ids, ct)).Values.OrderBy(user => user.Id, StringComparer.Ordinal))
                    yield return user.User;
            yield break;
        }

        for (List<User> users; (users = await directory.Users.PageAsync(after, AtATime, ct)).Count > 0; after = users[^1].Id)
            foreach (var user in users.Where(app.Lists))
                yield return user;
    }

    static bool Begins(App app, User user, string beginning) =>
        new[] { app.UserNameOf(user), user.FirstName, user.LastName, user.Email }
            .Any(text => text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
}
