using System.Text.Json;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>
/// Every legal edge of the state machine (authn.md 5), walked through the link that the state shows for it; and no state shows a link that
/// is not walked here.
/// </summary>
public sealed class EdgeTests
{
    public static TheoryData<string> Names => [.. Edges.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_edge_leads_where_it_says(string name)
    {
        var edge = Edges.All[name];
        await using var walk = await Edges.StartAsync();
        var from = await edge.Reach(walk);
        from.Text("status").ShouldBe(edge.From, from.Body);
        LinksOf(from).TryGetValue(edge.Link, out var link).ShouldBeTrue(from.Body);

        var to = await FollowAsync(walk, from, link, await edge.Members(walk, from));

        to.Status.ShouldBe(200, to.Body);
        if (edge.To.Length > 0)
            (to.Json.TryGetProperty("status", out var status) ? status.GetString() : "CANCELLED").ShouldBe(edge.To, to.Body);
    }

    [Fact]
    public async Task No_state_shows_a_link_that_is_not_walked()
    {
        HashSet<string> shown = [], walked = [];
        foreach (var edge in Edges.All.Values.DistinctBy(edge => edge.Reach))
        {
            await using var walk = await Edges.StartAsync();
            var reached = await edge.Reach(walk);
            shown.UnionWith(LinksOf(reached).Keys.Select(link => $"{edge.From} {link}"));
        }

        walked.UnionWith(Edges.All.Values.Select(edge => $"{edge.From} {edge.Link}"));

        // Nothing was begun that could be cancelled.
        shown.Remove("LOCKED_OUT cancel");
        shown.Order().ShouldBe(walked.Order());
    }

    static async Task<Answer> FollowAsync(Walk walk, Answer from, (string Href, string Method) link, string members)
    {
        var path = new Uri(link.Href).PathAndQuery;
        if (link.Method is "GET")
            return await walk.Http.GetAsync(path);

        var stateToken = from.Json.TryGetProperty("stateToken", out var token) ? $"\"stateToken\":\"{token}\"" : "";
        return await walk.Http.PostJsonAsync(path, $"{{{stateToken}{(stateToken.Length > 0 && members.Length > 0 ? "," : "")}{members}}}");
    }

    /// <summary>By what they are called, with where and how they are followed.</summary>
    static Dictionary<string, (string Href, string Method)> LinksOf(Answer answer)
    {
        var links = new Dictionary<string, (string, string)>();
        Add("", answer.Json);
        if (!answer.Json.TryGetProperty("_embedded", out var embedded))
            return links;
        if (embedded.TryGetProperty("factors", out var factors))
            foreach (var factor in factors.EnumerateArray())
                Add($"{factor.GetProperty("factorType")} {factor.GetProperty("provider")} ", factor);
        if (embedded.TryGetProperty("factor", out var chosen)
            && chosen.TryGetProperty("_embedded", out var inner)
            && inner.TryGetProperty("activation", out var activation))
            Add("activation ", activation);
        return links;

        void Add(string prefix, JsonElement owner)
        {
            if (!owner.TryGetProperty("_links", out var all))
                return;
            foreach (var link in all.EnumerateObject())
                foreach (
                    var one in link.Value.ValueKind is JsonValueKind.Array ? [.. link.Value.EnumerateArray()] : (JsonElement[])[link.Value])
                    links[prefix + link.Name + (one.TryGetProperty("name", out var name) ? $":{name}" : "")] =
                        (
                            one.GetProperty("href").GetString()!,
                            one.TryGetProperty("hints", out var hints) ? hints.GetProperty("allow")[0].GetString()! : "GET");
        }
    }
}
