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
        if (search is not null && call.Query("sortBy") is { } sortBy)
            found = Sorted(found, sortBy, "desc".Equals(call.Query("sortOrder"), StringComparison.OrdinalIgnoreCase));
        return call.Query("q") is not null
            ? Answer.List(found.Take(call.Limit(UsualOfBeginnings, Most)).Select(each => each.Written))
            : PageOf(call, found);
    }

    static Answer PageOf(ManagementCall call, List<(Group Group, JsonObject Written)> found)
    {
        var limit = call.Limit(Most, Most);
        var rest = call.Query("after") is { } after ? found.SkipWhile(each => each.Group.Id != after).Skip(1).ToList() : found;
        if (call.Query("after") is { } gone && rest.Count == 0 && call.Query("sortBy") is null)
            // The group that the page began after may be gone by now.
            rest = found.Where(each => string.CompareOrdinal(KeyOf(each.Group), "1" + gone) > 0).ToList();
        return Paging.Page(
            call, rest, limit, each => each.Group.Id, each => each.Written, ("search", call.Query("search")),
            ("filter", call.Query("filter")), ("sortBy", call.Query("sortBy")), ("sortOrder", call.Query("sortOrder")));
    }

    static string KeyOf(Group group) => (group.Type is Group.BuiltIn ? "0" : "1") + group.Id;

    static List<(Group Group, JsonObject Written)> Sorted(List<(Group Group, JsonObject Written)> found, string sortBy, bool isDown)
    {
        var sorted = found.OrderBy(each => ValueOf(each.Written, sortBy), StringComparer.Ordinal)
            .ThenBy(each => each.Group.Id, StringComparer.Ordinal).ToList();
        if (isDown)
            sorted.Reverse();
        return sorted;
    }

    static string ValueOf(JsonObject written, string attribute)
    {
        JsonNode? value = written;
        foreach (var name in attribute.Split('.'))
            value = (value as JsonObject)?[name];
        return value is JsonValue scalar ? QueryValues.Of(scalar).ToString()!.ToLowerInvariant() : "";
    }

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
