namespace Postern.LocalOrg.Tests.Management.Users;

/// <summary>Users are listed, searched, sorted and paged: management.md 3.</summary>
public sealed class UserListTests(PeopleOrg people) : IClassFixture<PeopleOrg>
{
    [Fact]
    public async Task Pages_follow_one_another_by_their_links()
    {
        var ids = new List<string>();
        for (var path = "/users?limit=2"; path is not null;)
        {
            var page = await people.GetAsync(path);
            ids.AddRange(page.Json.EnumerateArray().Select(user => user.GetProperty("id").GetString()!));
            var links = page.Headers["Link"].Split(", ");
            links[0].ShouldBe($"<{people.Org.Url}/api/v1{path}>; rel=\"self\"");
            path = links.Length > 1 ? links[1].Split('>')[0][(people.Org.Url.Length + 8)..] : null;
        }

        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.ShouldContain("00u1adaActive0000005");
        ids.Distinct().Count().ShouldBe(ids.Count);
    }

    [Fact]
    public async Task A_list_has_a_link_to_each_and_nothing_more() =>
        (await people.GetAsync("/users?filter=id%20eq%20%2200u1adaActive0000005%22")).Json[0].GetProperty("_links").GetRawText()
            .ShouldBe($$$"""{"self":{"href":"{{{people.Org.Url}}}/api/v1/users/00u1adaActive0000005"}}""");

    [Theory]
    [InlineData("""profile.department eq "SALES" and profile.city eq "bern" """, "ann")]
    [InlineData("""profile.department eq "sales" """, "ann ben")]
    [InlineData("profile.department pr and not (profile.city eq \"x\")", null)]
    [InlineData("""profile.city pr and profile.department pr""", "ann ben cid")]
    [InlineData("""profile.nickName co "NN" and profile.department pr""", "ann")]
    [InlineData("""profile.department eq "it" or profile.nickName eq "Ben" """, "ben cid")]
    [InlineData("""(profile.department eq "it" or profile.department eq "sales") and profile.city eq "Olten" """, "ben cid")]
    [InlineData("""profile.department pr and status eq "STAGED" """, "cid")]
    [
        InlineData(
            """profile.department pr and created gt "2026-02-03T10:15:29Z" and lastUpdated le "2026-02-03T10:15:30.000Z" """,
            "ann ben cid"),
    ]
    [InlineData("""profile.department pr and created gt "2030-01-01T00:00:00.000Z" """, "")]
    [InlineData("""profile.department ge "j" and profile.department le "sales" """, "ann ben")]
    [InlineData("""profile.department ne "it" """, null)]
    [InlineData("""department eq "it" """, null)]
    [InlineData("""profile.department eq 'it' """, null)]
    [InlineData("""profile.department eq "it" and""", null)]
    public async Task Search_finds_by_any_attribute(string search, string? found)
    {
        await PeopleAsync();

        var answer = await people.GetAsync($"/users?search={Uri.EscapeDataString(search)}");

        if (found is null)
            answer.ShouldBeOktaError(400, "E0000031", "Invalid search criteria.");
        else
            Nicks(answer).ShouldBe(found.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Theory]
    [InlineData("""profile.firstName eq "Ann" """, "ann")]
    [InlineData("""profile.firstName eq "ann" """, "")]
    [InlineData("""profile.firstName eq "Ann" or profile.login eq "cid@list.example" """, "ann cid")]
    [InlineData("""profile.department eq "it" """, null)]
    [InlineData("""profile.firstName sw "A" """, null)]
    public async Task A_filter_knows_few_attributes_and_minds_case(string filter, string? found)
    {
        await PeopleAsync();

        var answer = await people.GetAsync($"/users?filter={Uri.EscapeDataString(filter)}");

        if (found is null)
            answer.ShouldBeOktaError(400, "E0000053", "Invalid SCIM filter.");
        else
            Nicks(answer).ShouldBe(found.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Fact]
    public async Task Search_is_sorted_and_pages_keep_the_order()
    {
        await PeopleAsync();
        const string Search = "/users?limit=2&search=profile.department+pr&sortBy=profile.nickName&sortOrder=";

        var first = await people.GetAsync(Search + "desc");
        var next = await people.GetAsync(first.Headers["Link"].Split(", ")[1].Split('>')[0][(people.Org.Url.Length + 8)..]);

        Nicks(first).ShouldBe(["cid", "ben"]);
        Nicks(next).ShouldBe(["ann"]);
        Nicks(await people.GetAsync(Search + "asc")).ShouldBe(["ann", "ben"]);
    }

    [Fact]
    public async Task A_beginning_is_looked_for_in_names_and_address()
    {
        await PeopleAsync();

        var answer = await people.GetAsync("/users?q=AN");

        Nicks(answer).ShouldBe(["ann"]);
        answer.Headers.Keys.ShouldNotContain("Link");
        (await people.GetAsync("/users?q=a&search=id+pr")).ShouldBeOktaError(
            400, "E0000033", "Bad request. Can't specify a search query and filter in the same request.");
    }

    [Fact]
    public async Task Who_is_deprovisioned_is_listed_only_where_asked_for()
    {
        var id = await people.UserAsync("left@acme.example");
        await people.DeleteAsync($"/users/{id}");

        (await people.ListAsync("/users")).ShouldNotContain(id);
        (await people.ListAsync("/users?filter=status+eq+%22DEPROVISIONED%22")).ShouldContain(id);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("x")]
    public async Task A_limit_is_a_number_above_nothing(string limit) =>
        (await people.GetAsync($"/users?limit={limit}")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: limit", "limit: The limit must be between 1 and 200.");

    static IEnumerable<string> Nicks(Answer answer)
    {
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.EnumerateArray().Select(user => user.GetProperty("profile").GetProperty("nickName").GetString()!);
    }

    /// <summary>Once.</summary>
    async Task PeopleAsync()
    {
        if ((await people.GetAsync("/users/ann@list.example")).Status == 200)
            return;

        (string, string, string, string)[] all =
            [("ann", "Sales", "Bern", ""), ("ben", "sales", "Olten", ""), ("cid", "IT", "Olten", "?activate=false")];
        foreach (var (name, department, city, query) in all)
            (await people.PostAsync(
                "/users" + query,
                $$$$$$$"""{"profile":{"login":"{{{{{{{name}}}}}}}@list.example","email":"{{{{{{{name}}}}}}}@list.example","firstName":"{{{{{{{char.ToUpperInvariant(name[0])}}}}}}}{{{{{{{name[1..]}}}}}}}","lastName":"L","nickName":"{{{{{{{name}}}}}}}","department":"{{{{{{{department}}}}}}}","city":"{{{{{{{city}}}}}}}"},"credentials":{"password":{"value":"Corr3ct-Horse!"}}}"""))
                .Status.ShouldBe(200);
    }
}
