using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.Management.Logs;

/// <summary>The System Log, by pages that end (with <c>until</c>) or go on for ever (without): management.md 17.</summary>
sealed class LogOperations(OrgStore store) : IOperations
{
    /// <summary>So many entries are looked at in one go.</summary>
    const int AtATime = 500;

    static readonly string[] Repeated = ["since", "until", "q", "filter", "sortOrder"];

    public IEnumerable<Operation> All => [Operation.Read("/api/v1/logs", "okta.logs.read", ListAsync)];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var query = LogQuery.Read(call, store.Time.GetUtcNow());
        if (query.Limit == 0)
            return Answer.List([]) with { Links = [Link(call, query.Limit, call.Query("after"), "self")] };

        var page = await ReadAsync(query, call.Ct);
        List<string> links = [Link(call, query.Limit, call.Query("after"), "self")];
        if (query.IsPolling || page.HasMore)
            links.Add(Link(call, query.Limit, page.Last.ToString(), "next"));
        return Answer.List(page.Events) with { Links = links };
    }

    async Task<LogPage> ReadAsync(LogQuery query, CancellationToken ct)
    {
        var place = query.After ?? (query.IsDescending
            ? new LogPlace(long.MaxValue, 0)
            : new LogPlace(await store.Journal.BeforeFirstSinceAsync(query.Since, ct), LogPlace.Whole));
        List<(LogPlace Place, JsonObject Written)> found = [];
        for (var isLast = false; !isLast && found.Count <= query.Limit;)
        {
            var entries = query.IsDescending
                ? await store.Journal.BeforeAsync(place.Number == long.MaxValue ? place.Number : place.Number + 1, AtATime, ct)
                : await store.Journal.AfterAsync(place.Number - 1, AtATime, ct);
            isLast = entries.Count < AtATime;
            foreach (var logged in InOrder(entries, query, place))
            {
                place = new(logged.Number, logged.Index);
                var written = LogWriter.Write(logged);
                if (IsWithin(query, logged.Published) && query.IsWanted(written))
                    found.Add((place, written));
            }

            isLast |= entries is [.., var latest] && (query.IsDescending ? latest.Published < query.Since : latest.Published > query.Until);
        }

        // What was looked at in vain need not be looked at again.
        var hasMore = found.Count > query.Limit;
        var shown = found.Take(query.Limit).ToList();
        return new([.. shown.Select(each => (JsonNode)each.Written)], hasMore ? shown[^1].Place : place, hasMore);
    }

    static IEnumerable<LoggedEvent> InOrder(List<JournalEntry> entries, LogQuery query, LogPlace place)
    {
        var all = entries.SelectMany(entry => query.IsDescending ? LoggedEvent.Of(entry).Reverse() : LoggedEvent.Of(entry));
        return all.Where(logged => query.IsDescending
            ? logged.Number < place.Number || (logged.Number == place.Number && logged.Index < place.Index)
            : logged.Number > place.Number || (logged.Number == place.Number && logged.Index > place.Index));
    }

    static bool IsWithin(LogQuery query, DateTimeOffset published) => published >= query.Since && !(published > query.Until);

    static string Link(ManagementCall call, int limit, string? after, string relation)
    {
        List<string> parameters = [];
        if (after is not null)
            parameters.Add("after=" + UrlEncoder.Default.Encode(after));
        parameters.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"limit={limit}"));
        foreach (var name in Repeated)
            if (call.Query(name) is { } value)
                parameters.Add($"{name}={UrlEncoder.Default.Encode(value).Replace("%20", "+", StringComparison.Ordinal)}");
        return $"<{call.Url("/logs")}?{string.Join('&', parameters)}>; rel=\"{relation}\"";
    }

    sealed record LogPage(IReadOnlyList<JsonNode> Events, LogPlace Last, bool HasMore);
}
