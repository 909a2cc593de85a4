namespace Postern.LocalOrg.Tests.Management;

/// <summary>Lists that change while somebody pages through them: what stayed is neither repeated nor skipped.</summary>
public sealed class ChangingListTests(PeopleOrg org) : IClassFixture<PeopleOrg>
{
    const string App =
        """ "signOnMode":"OPENID_CONNECT","settings":{"oauthClient":{"application_type":"service","grant_types":["client_credentials"],"response_types":["token"]}}""";

    [Fact]
    public Task Users() => PagesAsync(
        "/users?limit=2", n => org.UserAsync($"paged{n}@acme.example", query: "?activate=false"), async id =>
        {
            await org.DeleteAsync($"/users/{id}");
            await org.DeleteAsync($"/users/{id}");
        });

    [Fact]
    public Task Users_that_are_searched_for() => PagesAsync(
        "/users?limit=2&search=" + Uri.EscapeDataString("profile.city eq \"Paged\"") + "&sortBy=profile.lastName",
        n => org.UserAsync($"searched{n}@acme.example", ""","city":"Paged" """, query: "?activate=false"), async id =>
        {
            await org.DeleteAsync($"/users/{id}");
            await org.DeleteAsync($"/users/{id}");
        });

    [Fact]
    public Task Groups() => PagesAsync("/groups?limit=2", n => org.GroupAsync($"Paged {n}"), id => org.DeleteAsync($"/groups/{id}"));

    [Fact]
    public Task Groups_that_are_searched_for() => PagesAsync(
        "/groups?limit=2&search=" + Uri.EscapeDataString("profile.name sw \"Sorted\"") + "&sortBy=profile.name&sortOrder=desc",
        n => org.GroupAsync($"Sorted {n}"), id => org.DeleteAsync($"/groups/{id}"));

    [Fact]
    public async Task Groups_of_a_user()
    {
        var user = await org.UserAsync("joins@acme.example");
        await PagesAsync(
            $"/users/{user}/groups?limit=2",
            async n =>
            {
                var id = await org.GroupAsync($"Joined {n}");
                await org.PutAsync($"/groups/{id}/users/{user}");
                return id;
            },
            id => org.DeleteAsync($"/groups/{id}"));
    }

    [Fact]
    public async Task Members()
    {
        var group = await org.GroupAsync("Come and go");
        await PagesAsync(
            $"/groups/{group}/users?limit=2",
            async n =>
            {
                var id = await org.UserAsync($"member{n}@acme.example", query: "?activate=false");
                await org.PutAsync($"/groups/{group}/users/{id}");
                return id;
            },
            id => org.DeleteAsync($"/groups/{group}/users/{id}"));
    }

    [Fact]
    public Task Apps() => PagesAsync(
        "/apps?limit=2", async n => (await org.PostAsync("/apps", $$"""{"name":"oidc_client","label":"Paged {{n}}",{{App}}}""")).Text("id"),
        async id =>
        {
            await org.PostAsync($"/apps/{id}/lifecycle/deactivate");
            await org.DeleteAsync($"/apps/{id}");
        });

    [Fact]
    public async Task Users_of_an_app()
    {
        var app = (await org.PostAsync("/apps", $$"""{"name":"oidc_client","label":"Come and go",{{App}}}""")).Text("id");
        await PagesAsync(
            $"/apps/{app}/users?limit=2",
            async n =>
            {
                var id = await org.UserAsync($"user{n}@acme.example", query: "?activate=false");
                await org.PostAsync($"/apps/{app}/users", $$"""{"id":"{{id}}"}""");
                return id;
            },
            id => org.DeleteAsync($"/apps/{app}/users/{id}"));
    }

    [Theory]
    [InlineData("/trustedOrigins", """{"name":"Paged {0}","origin":"https://paged{0}.example","scopes":[{"type":"CORS"}]}""")]
    [InlineData("/zones", """{"type":"IP","name":"Paged {0}","gateways":[{"type":"CIDR","value":"203.0.113.0/24"}]}""")]
    [InlineData("/behaviors", """{"name":"Paged {0}","type":"ANOMALOUS_DEVICE"}""")]
    [InlineData("/idps", """{"name":"Paged {0}","type":"OIDC","protocol":{"type":"OIDC"}}""")]
    [InlineData("/authorizationServers", """{"name":"Paged {0}","audiences":["api://paged{0}"]}""")]
    [InlineData("/brands", """{"name":"Paged {0}"}""")]
    public Task Of_every_other_kind(string path, string json) => PagesAsync(
        path + "?limit=2",
        async n => (await org.PostAsync(path, json.Replace("{0}", $"{n}", StringComparison.Ordinal))).Text("id"),
        id => org.DeleteAsync($"{path}/{id}"));

    /// <summary>After each page one of those that were seen goes, one that was not, and a new one comes.</summary>
    async Task PagesAsync(string path, Func<int, Task<string>> make, Func<string, Task> delete)
    {
        List<string> stay = [], go = [], seen = [];
        for (var n = 0; n < 5; n++)
        {
            stay.Add(await make(n));
            go.Add(await make(100 + n));
        }

        var next = "/api/v1" + path;
        for (var page = 0; next is not null; page++)
        {
            page.ShouldBeLessThan(200);
            var answer = await org.GetAsync(next["/api/v1".Length..]);
            answer.Status.ShouldBe(200, answer.Body);
            seen.AddRange(answer.Json.EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            next = NextOf(answer);
            if (page >= go.Count || next is null)
                continue;

            await delete(go.Find(seen.Contains) is { } met && page % 2 == 0 ? Taken(go, met) : Taken(go, go[^1]));
            stay.Add(await make(200 + page));
        }

        seen.Distinct().Count().ShouldBe(seen.Count);
        stay.Take(5).Except(seen).ShouldBeEmpty();
    }

    static string Taken(List<string> from, string id)
    {
        from.Remove(id);
        return id;
    }

    static string? NextOf(Answer answer) => answer.Headers.GetValueOrDefault("Link") is { } links
        && links.Split(", ").FirstOrDefault(link => link.EndsWith("rel=\"next\"", StringComparison.Ordinal)) is { } next
            ? new Uri(next[(next.IndexOf('<', StringComparison.Ordinal) + 1)..next.IndexOf('>', StringComparison.Ordinal)]).PathAndQuery
            : null;
}
