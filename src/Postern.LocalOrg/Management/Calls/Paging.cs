using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Management.Calls;

/// <summary>Lists that come in pages, and the links that lead from one to the next: management.md 3.1.</summary>
static class Paging
{
    /// <summary>
    /// The items of a page, of which one more than <paramref name="limit"/> was asked for, so that it is known whether there is a next one.
    /// </summary>
    /// <param name="call">Whose path it is.</param>
    /// <param name="found">At most one more than the page has.</param>
    /// <param name="limit">How many the page has.</param>
    /// <param name="cursorOf">What the next page begins after, of the last item of this one.</param>
    /// <param name="write">An item, in wire order.</param>
    /// <param name="query">
    /// What else the endpoint knows of the query, in the order in which Okta repeats it; null values are left out.
    /// </param>
    public static Answer Page<T>(
        ManagementCall call, IReadOnlyList<T> found, int limit, Func<T, string> cursorOf, Func<T, JsonNode> write,
        params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var items = found.Count > limit ? found.Take(limit).ToList() : found;
        List<string> links = [Link(call, call.Query("after"), limit, query, "self")];
        if (found.Count > limit)
            links.Add(Link(call, cursorOf(items[^1]), limit, query, "next"));
        return Answer.List(items.Select(write)) with { Links = links };
    }

    static string Link(
        ManagementCall call, string? after, int limit, ReadOnlySpan<(string Name, string? Value)> query, string relation)
    {
        StringBuilder link = new($"<{call.Org}{call.Http.Request.Path.ToUriComponent()}?");
        if (after is not null)
            link.Append("after=").Append(Encoded(after)).Append('&');
        link.Append("limit=").Append(limit);
        foreach (var (name, value) in query)
            if (value is not null)
                link.Append('&').Append(name).Append('=').Append(Encoded(value));
        return link.Append(">; rel=\"").Append(relation).Append('"').ToString();
    }

    /// <summary>As forms are: a blank is a plus.</summary>
    static string Encoded(string value) => UrlEncoder.Default.Encode(value).Replace("%20", "+", StringComparison.Ordinal);
}
