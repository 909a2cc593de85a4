using System.Globalization;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Queries;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>Reads groups, one or many, with when their members last changed: management.md 3 and 9.1.</summary>
sealed class GroupReading(OrgStore store, OrgDirectory directory)
{
    const int Most = 10_000, UsualOfBeginnings = 300, FewIds = 50;

    static readonly QueryParameters Filters = new(
        ["id", "type", "lastUpdated", "lastMembershipUpdated", "profile.name"], QueryParameters.Order);

    static readonly QueryParameters Searches = new(
        ["id", "type", "created", "lastUpdated", "lastMembershipUpdated", "profile.*", "source.id"],
        [.. QueryParameters.Order, QueryOperator.Sw, QueryOperator.Co]);

    /// <exception cref="OktaError">There is no such group.</exception>
    public async Task<Kept<Group>> ToChangeAsync(ManagementCall call) =>
        await directory.Groups.FindToChangeAsync(call["groupId"], call.Ct) ?? throw OktaError.NotFound(call["groupId"], "UserGroup");

    /// <exception cref="OktaError">There is no such group.</exception>
    public async Task<Group> FindAsync(ManagementCall call) =>
        await directory.Groups.FindAsync(call["groupId"], call.Ct) ?? throw OktaError.NotFound(call["groupId"], "UserGroup");

    public async Task<JsonObject> WriteAsync(ManagementCall call, Group group) =>
        GroupWriter.Of(call, group, (await ChangesAsync([group], call.Ct)).GetValueOrDefault(group.Id));

    /// <summary>By id: one look at the database for all of them.</summary>
    public async Task<Dictionary<string, JsonObject>> WriteAllAsync(ManagementCall call, IReadOnlyList<Group> found)
    {
        var changes = await ChangesAsync(found, call.Ct);
        return found.ToDictionary(group => group.Id, group => GroupWriter.Of(call, group, changes.GetValueOrDefault(group.Id)));
    }

    /// <summary>Of groups of which there is one more than the page has where it is not the last.</summary>
    public async Task<Answer> PageAsync(ManagementCall call, IReadOnlyList<Group> found, int limit)
    {
        var changes = await ChangesAsync(found, call.Ct);
        return Paging.Page(
            call, found, limit, group => group.Id, group => GroupWriter.Of(call, group, changes.GetValueOrDefault(group.Id)));
    }

    /// <summary>That of everybody is the first, whatever is asked: management.md 23.</summary>
    public async Task<Answer> ListAsync(ManagementCall call)
    {
        QueryParameters.CheckNotBoth(call, "search", "filter");
        var (search, filter) = (Searches.Search(call), Filters.Filter(call));
        var all = await directory.Groups.AllAsync(call.Ct);
        var changes = await ChangesAsync(all, call.Ct);
        var found = all.Where(group => call.Query("q") is not { } q || group.Name.StartsWith(q, StringComparison.OrdinalIgnoreCase))
            .Select(group => (Group: group, Written: GroupWriter.Of(call, group, changes.GetValueOrDefault(group.Id))))
            .Where(each => (search ?? filter)?.Matches(each.Written, StringComparison.OrdinalIgnoreCase) ?? true)
            .OrderBy(each => KeyOf(each.Group), StringComparer.Ordinal).ToList();
        if (call.Query("q") is not null)
            return Answer.List(found.Take(call.Limit(UsualOfBeginnings, Most)).Select(each => each.Written));
        return search is not null && call.Query("sortBy") is { } sortBy ? SortedPage(call, found, sortBy) : PageOf(call, found);
    }

    static Answer PageOf(ManagementCall call, List<(Group Group, JsonObject Written)> found)
    {
        var after = call.Query("after") is { } cursor ? KeyOf(cursor, found.Select(each => each.Group)) : "";
        var rest = found.Where(each => string.CompareOrdinal(KeyOf(each.Group), after) > 0).ToList();
        return Paging.Page(
            call, rest, call.Limit(Most, Most), each => each.Group.Id, each => each.Written, ("search", call.Query("search")),
            ("filter", call.Query("filter")));
    }

    static Answer SortedPage(ManagementCall call, List<(Group Group, JsonObject Written)> found, string sortBy)
    {
        var isUp = !"desc".Equals(call.Query("sortOrder"), StringComparison.OrdinalIgnoreCase);
        var keyed = found.Select(each => (each.Written, Key: SortedPlace.Of(each.Written, sortBy))).ToList();
        keyed.Sort((one, other) => one.Key.CompareTo(other.Key, isUp));
        var after = call.Query("after") is { } cursor ? SortedPlace.Read(cursor) : null;
        return Paging.Page(
            call, keyed.Where(each => after is null || each.Key.CompareTo(after, isUp) > 0).ToList(), call.Limit(Most, Most),
            each => each.Key.Cursor, each => each.Written, ("search", call.Query("search")), ("sortBy", sortBy),
            ("sortOrder", call.Query("sortOrder")));
    }

    /// <summary>That of everybody comes first.</summary>
    public static string KeyOf(Group group) => (group.Type is Group.BuiltIn ? "0" : "1") + group.Id;

    /// <summary>Of a cursor, whose group may be gone by now.</summary>
    public static string KeyOf(string cursor, IEnumerable<Group> groups) =>
        groups.FirstOrDefault(group => group.Id == cursor) is { } there ? KeyOf(there) : "1" + cursor;

    async Task<Dictionary<string, long>> ChangesAsync(IReadOnlyList<Group> groups, CancellationToken ct)
    {
        var names = groups.Count > FewIds ? [] : groups.Select((group, number) =>
            (Name: string.Create(CultureInfo.InvariantCulture, $"@g{number}"), Value: (object?)group.Id)).ToArray();
        var among = names.Length == 0 ? "" : $" where group_id in ({string.Join(", ", names.Select(each => each.Name))})";
        var rows = await store.Database.AllAsync(
            "select group_id, members_changed_at from group_changes" + among, names, row => (row.GetString(0), row.GetInt64(1)), ct);
        return rows.ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);
    }
}
