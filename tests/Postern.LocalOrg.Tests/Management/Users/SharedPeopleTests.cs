using Postern.LocalOrg.Tests.Storage;

namespace Postern.LocalOrg.Tests.Management.Users;

/// <summary>
/// Users and groups on a PostgreSQL that several processes share: what one changes, the others see at their next request.
/// </summary>
public sealed class SharedPeopleTests
{
    static readonly string[] Names = ["ada", "eve", "max"];

    [Fact]
    public async Task What_one_process_changes_another_sees_and_none_of_many_at_once_is_lost()
    {
        await using var database = await OneDatabase.CreateAsync();
        await using var one = await PeopleOrg.OnAsync(database);
        await using var other = await PeopleOrg.OnAsync(database);
        PeopleOrg[] both = [one, other];

        await FindsAsync(one, other);
        await HasOneLoginOnceAsync(both);
        await LosesNoMemberAsync(both);
    }

    static async Task FindsAsync(PeopleOrg one, PeopleOrg other)
    {
        var group = await one.GroupAsync("Sellers");
        var rule = await one.PostAsync(
            "/groups/rules",
            $$$$$$$"""{"name":"sell","conditions":{"expression":{"value":"user.department==\"Sales\""}},"actions":{"assignUserToGroups":{"groupIds":["{{{{{{{group}}}}}}}"]}}}""");
        (await other.PostAsync($"/groups/rules/{rule.Text("id")}/lifecycle/activate")).Status.ShouldBe(204);
        var id = await one.UserAsync("élan@acme.example", ""","department":"Sales","city":"Bern" """);

        foreach (var search in (string[])[
            "profile.department eq \"sales\" and profile.city eq \"BERN\"", "profile.login sw \"É\"",
            "profile.city pr and lastUpdated ge \"2026-02-03T10:15:30.000Z\"", "profile.department gt \"r\" or profile.city eq \"x\"",
            $"id eq \"{id}\" and status eq \"ACTIVE\""])
            (await other.ListAsync($"/users?search={Uri.EscapeDataString(search)}")).ShouldBe([id], search);
        (await other.ListAsync($"/groups/{group}/users")).ShouldBe([id]);
        (await other.GetAsync("/users?q=él")).Json.GetArrayLength().ShouldBe(1);
        (await other.Http.AuthenticateAsync("élan@acme.example", "Corr3ct-Horse!")).Text("status").ShouldBe("SUCCESS");
        (await one.PostAsync($"/users/{id}/lifecycle/deactivate")).Status.ShouldBe(200);
        (await other.Http.AuthenticateAsync("élan@acme.example", "Corr3ct-Horse!")).Status.ShouldBe(401);
    }

    static async Task HasOneLoginOnceAsync(PeopleOrg[] both)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => both[number % 2].PostAsync(
            "/users?activate=false",
            """{"profile":{"login":"one@acme.example","email":"one@acme.example","firstName":"A","lastName":"B"}}""")));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 400).ShouldBe(19);
    }

    static async Task LosesNoMemberAsync(PeopleOrg[] both)
    {
        List<string> groups = [];
        for (var i = 0; i < 10; i++)
            groups.Add(await both[0].GroupAsync($"Group {i}"));

        var answers = await Task.WhenAll(groups.SelectMany(group => Names.Select(
            (name, number) => both[number % 2].PutAsync($"/groups/{group}/users/{name}"))));

        answers.ShouldAllBe(answer => answer.Status == 204);
        foreach (var name in Names)
            (await both[0].ListAsync($"/users/{name}/groups")).Count.ShouldBe(12);
    }
}
