namespace Postern.LocalOrg.Tests.Management.Groups;

/// <summary>Groups, and who is in them: management.md 9.1.</summary>
public sealed class GroupTests(PeopleOrg people) : IClassFixture<PeopleOrg>
{
    const string Everyone = "00g1posternEveryone5";

    [Fact]
    public async Task A_group_is_written_as_Okta_does()
    {
        var created = await people.PostAsync("/groups", """{"profile":{"name":"qa-testers","description":null}}""");

        created.ShouldBe(
            200,
            """{"id":"ID","created":"2026-02-03T10:15:30.000Z","lastUpdated":"2026-02-03T10:15:30.000Z","lastMembershipUpdated":"2026-02-03T10:15:30.000Z","objectClass":["okta:user_group"],"type":"OKTA_GROUP","profile":{"name":"qa-testers","description":null},"_links":{"logo":[{"name":"medium","href":"{org}/img/logos/groups/odyssey/okta-medium.png","type":"image/png"},{"name":"large","href":"{org}/img/logos/groups/odyssey/okta-large.png","type":"image/png"}],"users":{"href":"{org}/api/v1/groups/ID/users"},"apps":{"href":"{org}/api/v1/groups/ID/apps"}}}"""
                .Replace("ID", created.Text("id"), StringComparison.Ordinal)
                .Replace("2026-02-03T10:15:30.000Z", created.Text("created"), StringComparison.Ordinal),
            people.Org);
        (await people.GetAsync($"/groups/{created.Text("id")}")).Body.ShouldBe(created.Body);
    }

    [Fact]
    public async Task A_group_is_changed_whole_and_deleted()
    {
        var id = (await people.PostAsync("/groups", """{"profile":{"name":"before","description":"d"}}""")).Text("id");

        var changed = await people.PutAsync($"/groups/{id}", """{"profile":{"name":"after"}}""");

        changed.Json.GetProperty("profile").GetRawText().ShouldBe("""{"name":"after","description":null}""");
        (await people.DeleteAsync($"/groups/{id}")).Status.ShouldBe(204);
        (await people.GetAsync($"/groups/{id}")).ShouldBeOktaError(
            404, "E0000007", $"Not found: Resource not found: {id} (UserGroup)");
    }

    [Fact]
    public async Task Attributes_of_groups_are_held_to_their_schema()
    {
        (await people.PostAsync(
            "/meta/schemas/group/default",
            """{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"budget":{"title":"Budget","type":"integer"},"colour":{"title":"Colour","type":"string","enum":["red","blue"]}}}}}"""))
            .Status.ShouldBe(200);

        (await people.PostAsync("/groups", """{"profile":{"name":"spent","budget":"much"}}""")).Status.ShouldBe(400);
        (await people.PostAsync("/groups", """{"profile":{"name":"spent","colour":"green"}}""")).Status.ShouldBe(400);
        var made = await people.PostAsync("/groups", """{"profile":{"name":"spent","budget":3,"colour":"red"}}""");

        made.Json.GetProperty("profile").GetRawText().ShouldBe(
            """{"name":"spent","description":null,"budget":3,"colour":"red"}""");
        var id = made.Text("id");
        (await people.GetAsync($"/groups/{id}")).Json.GetProperty("profile").GetProperty("budget").GetInt32().ShouldBe(3);
        (await people.PostAsync(
            "/meta/schemas/group/default",
            """{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"budget":null,"colour":null}}}}""")).Json
            .GetProperty("definitions").GetProperty("custom").GetProperty("properties").GetRawText().ShouldBe("{}");
    }

    [Fact]
    public async Task A_group_has_owners_who_are_users_or_groups()
    {
        var (ada, group) = (await people.UserAsync("owner@example.com"), await people.GroupAsync("owned"));
        var team = await people.GroupAsync("owners");

        var user = await people.PostAsync($"/groups/{group}/owners", $$"""{"id":"{{ada}}","type":"USER"}""");
        var others = await people.PostAsync($"/groups/{group}/owners", $$"""{"id":"{{team}}","type":"GROUP"}""");

        (user.Status, others.Status).ShouldBe((201, 201), user.Body + others.Body);
        (user.Text("displayName"), others.Text("displayName")).ShouldBe(("Jo Tester", "owners"));
        (await people.ListAsync($"/groups/{group}/owners")).ShouldBe([ada, team]);
        (await people.PostAsync($"/groups/{group}/owners", """{"id":"00u1nobody","type":"USER"}""")).ShouldBeOktaError(
            404, "E0000007", "Not found: Resource not found: 00u1nobody (User)");
        (await people.PostAsync($"/groups/{group}/owners", $$"""{"id":"{{ada}}","type":"ROBOT"}""")).Status.ShouldBe(400);
        (await people.DeleteAsync($"/groups/{group}/owners/{ada}")).Status.ShouldBe(204);
        (await people.DeleteAsync($"/groups/{group}/owners/{ada}")).Status.ShouldBe(404);
        (await people.DeleteAsync($"/groups/{team}")).Status.ShouldBe(204);
        (await people.ListAsync($"/groups/{group}/owners")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_group_cannot_be_is_refused()
    {
        await people.GroupAsync("taken");

        (await people.PostAsync("/groups", """{"profile":{"name":"taken"}}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name",
            "name: An object with this field already exists in the current organization");
        (await people.PostAsync("/groups", """{"profile":{"description":"x"}}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: The field cannot be left blank");
        (await people.PostAsync("/groups", $$$"""{"profile":{"name":"{{{new string('x', 256)}}}"}}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: The field is too long");
        foreach (var refused in (Answer[])[
            await people.PutAsync($"/groups/{Everyone}", """{"profile":{"name":"x"}}"""), await people.DeleteAsync($"/groups/{Everyone}"),
            await people.DeleteAsync($"/groups/{Everyone}/users/ada")])
            refused.ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
    }

    [Fact]
    public async Task Groups_are_found_by_beginning_filter_and_search()
    {
        await people.GroupAsync("Find one");
        await people.GroupAsync("Find two");

        (await people.ListAsync("/groups?q=find")).Count.ShouldBe(2);
        (await people.ListAsync("/groups?q=Everyone")).ShouldBe([Everyone]);
        (await people.ListAsync("/groups?filter=type+eq+%22BUILT_IN%22&limit=200")).ShouldBe([Everyone]);
        (await people.GetAsync("/groups?limit=1")).Headers["Link"].ShouldContain($"/api/v1/groups?after={Everyone}&limit=1>; rel=\"next\"");
        var sorted = await people.GetAsync(
            "/groups?search=profile.name+sw+%22FIND%22&sortBy=profile.name&sortOrder=desc");
        sorted.Json.EnumerateArray().Select(group => group.GetProperty("profile").GetProperty("name").GetString())
            .ShouldBe(["Find two", "Find one"]);
        (await people.GetAsync("/groups?search=nothing+eq+1")).ShouldBeOktaError(400, "E0000031", "Invalid search criteria.");
    }

    [Fact]
    public async Task Who_is_put_into_a_group_has_it_in_the_next_token()
    {
        var group = await people.GroupAsync("Claimed");

        (await people.PutAsync($"/groups/{group}/users/00u1adaActive0000005")).Status.ShouldBe(204);
        (await people.PutAsync($"/groups/{group}/users/ada@example.com")).Status.ShouldBe(204);

        Jwt.Texts((await people.Http.TokensAsync("/oauth2/aus1posternOrders005")).Text("access_token"), "groups").ShouldContain("Claimed");
        (await people.ListAsync($"/groups/{group}/users")).ShouldBe(["00u1adaActive0000005"]);
        (await people.DeleteAsync($"/groups/{group}/users/ada")).Status.ShouldBe(204);
        Jwt.Texts((await people.Http.TokensAsync("/oauth2/aus1posternOrders005")).Text("access_token"), "groups")
            .ShouldNotContain("Claimed");
    }

    [Fact]
    public async Task Members_are_listed_in_pages_and_move_the_groups_time()
    {
        var group = await people.GroupAsync("Paged");
        foreach (var name in (string[])["ada", "eve", "max"])
            await people.PutAsync($"/groups/{group}/users/{name}");
        people.Advance(60);
        await people.PutAsync($"/groups/{group}/users/una");

        var page = await people.GetAsync($"/groups/{group}/users?limit=3");

        page.Json.GetArrayLength().ShouldBe(3);
        page.Headers["Link"].ShouldContain($"/api/v1/groups/{group}/users?after=00u1maxMultifactor05&limit=3>; rel=\"next\"");
        (await people.ListAsync($"/groups/{group}/users?after=00u1maxMultifactor05")).ShouldBe(["00u1unaUnassigned005"]);
        var read = await people.GetAsync($"/groups/{group}?expand=stats");
        read.Text("lastMembershipUpdated").ShouldNotBe(read.Text("created"));
        read.Json.GetProperty("_embedded").GetProperty("stats").GetProperty("usersCount").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task A_group_that_is_gone_is_in_nobodys_list_and_gives_nothing()
    {
        var (group, user) = (await people.GroupAsync("Passing"), await people.UserAsync("passing@acme.example"));
        await people.PutAsync($"/groups/{group}/users/{user}");

        await people.DeleteAsync($"/groups/{group}");

        (await people.ListAsync($"/users/{user}/groups")).ShouldBe([Everyone]);
        (await people.GetAsync($"/groups/{group}/users")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Of_fifty_who_change_members_at_once_none_is_lost()
    {
        var user = await people.UserAsync("many@acme.example");
        var groups = new List<string>();
        for (var i = 0; i < 25; i++)
            groups.Add(await people.GroupAsync($"Many {i}"));
        var members = new List<string>();
        for (var i = 0; i < 25; i++)
            members.Add(await people.UserAsync($"many{i}@acme.example", query: "?activate=false"));

        var answers = await Task.WhenAll(
            groups.Select(group => people.PutAsync($"/groups/{group}/users/{user}"))
                .Concat(members.Select(member => people.PutAsync($"/groups/{groups[0]}/users/{member}"))));

        answers.ShouldAllBe(answer => answer.Status == 204);
        (await people.ListAsync($"/users/{user}/groups")).Count.ShouldBe(26);
        (await people.ListAsync($"/groups/{groups[0]}/users")).Count.ShouldBe(26);
    }
}
