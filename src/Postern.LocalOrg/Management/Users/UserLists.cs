using System.Text.Json.Nodes;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Queries;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg.Management.Users;

/// <summary>Lists of users: whole, by <c>q</c>, <c>filter</c> or <c>search</c>, sorted, in pages. management.md 3.</summary>
sealed class UserLists(UserRecords records)
{
    const int Usual = 200, UsualOfBeginnings = 10, Batch = 1000;

    static readonly QueryParameters Filters = new(
        ["id", "status", "lastUpdated", "profile.login", "profile.email", "profile.firstName", "profile.lastName"], QueryParameters.Order);

    static readonly QueryParameters Searches = new(
        ["id", "status", "created", "activated", "statusChanged", "lastUpdated", "type.id", "profile.*"],
        [.. QueryParameters.Order, QueryOperator.Sw, QueryOperator.Co]);

    public async Task<Answer> ListAsync(ManagementCall call)
    {
        QueryParameters.CheckNotBoth(call, "search", "filter");
        QueryParameters.CheckNotBoth(call, "search", "q");
        if (Searches.Search(call) is { } search)
            return call.Query("sortBy") is { } sortBy
                ? await SortedAsync(call, search, sortBy)
                : await FoundAsync(call, search, StringComparison.OrdinalIgnoreCase, ("search", call.Query("search")));
        if (Filters.Filter(call) is { } filter)
            // Values of a filter have their case: management.md 3.2.
            return await FoundAsync(call, filter, StringComparison.Ordinal, ("filter", call.Query("filter")));
        return call.Query("q") is { } beginning ? await BeginningAsync(call, beginning) : await AllAsync(call);
    }

    async Task<Answer> AllAsync(ManagementCall call)
    {
        var (limit, view) = (call.Limit(Usual, Usual), AskedView.Of(call));
        var page = await records.PageAsync(call.Query("after") ?? "", limit + 1, call.Ct);
        return Paging.Page(call, page, limit, user => user.Id, user => UserWriter.Listed(call, user, view));
    }

    async Task<Answer> FoundAsync(ManagementCall call, Query query, StringComparison texts, (string, string?) asked)
    {
        var limit = call.Limit(Usual, Usual);
        var page = await MatchingAsync(call, query, texts, call.Query("after") ?? "", limit + 1);
        return Paging.Page(call, page, limit, user => user.Record.Id, user => user.Written, asked);
    }

    /// <summary>Of first name, last name and e-mail address; in one page.</summary>
    async Task<Answer> BeginningAsync(ManagementCall call, string beginning)
    {
        string[] attributes = ["profile.firstName", "profile.lastName", "profile.email"];
        var query = new Query.Or(
            [.. attributes.Select(attribute => new Query.Comparison(attribute, QueryOperator.Sw, beginning))]);
        var found = await MatchingAsync(call, query, StringComparison.OrdinalIgnoreCase, "", call.Limit(UsualOfBeginnings, Usual));
        return Answer.List(found.Select(user => user.Written));
    }

    async Task<List<FoundUser>> MatchingAsync(ManagementCall call, Query query, StringComparison texts, string after, int most)
    {
        var (view, ids) = (AskedView.Of(call), await new UserCandidates(records).OfAsync(query, call.Ct));
        List<FoundUser> found = [];
        for (var batch = most; found.Count < most; batch = Batch)
        {
            var candidates = await records.AmongAsync(ids, after, batch, call.Ct);
            found.AddRange(candidates.Select(user => new FoundUser(user, UserWriter.Listed(call, user, AskedView.Whole)))
                .Where(user => query.Matches(user.Written, texts)));
            if (candidates.Count < batch)
                break;
            after = candidates[^1].Id;
        }

        return [.. found.Take(most).Select(user => user with { Written = UserWriter.Listed(call, user.Record, view) })];
    }

    /// <summary>
    /// By an attribute and, where that is the same, by id. The cursor says both, so that what changes meanwhile shifts nothing.
    /// </summary>
    async Task<Answer> SortedAsync(ManagementCall call, Query query, string sortBy)
    {
        var (limit, isUp) = (call.Limit(Usual, Usual), !"desc".Equals(call.Query("sortOrder"), StringComparison.OrdinalIgnoreCase));
        var found = await MatchingAsync(call, query, StringComparison.OrdinalIgnoreCase, "", int.MaxValue);
        var keyed = found.Select(user => (User: user, Key: SortedPlace.Of(user.Written, sortBy))).ToList();
        keyed.Sort((one, other) => one.Key.CompareTo(other.Key, isUp));
        var after = call.Query("after") is { } cursor ? SortedPlace.Read(cursor) : null;
        var page = keyed.Where(each => after is null || each.Key.CompareTo(after, isUp) > 0).Take(limit + 1).ToList();
        return Paging.Page(
            call, page, limit, each => each.Key.Cursor, each => each.User.Written, ("search", call.Query("search")), ("sortBy", sortBy),
            ("sortOrder", call.Query("sortOrder")));
    }

    /// <summary>A user of whom a query is true, as they are written.</summary>
    sealed record FoundUser(UserRecord Record, JsonObject Written);
}
