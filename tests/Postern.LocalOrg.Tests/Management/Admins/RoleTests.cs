namespace Postern.LocalOrg.Tests.Management.Admins;

/// <summary>Roles of users, groups and apps (management.md 19), and what callers may do by them.</summary>
public sealed class RoleTests(AdminOrg org) : IClassFixture<AdminOrg>
{
    const string Una = "/api/v1/users/00u1unaUnassigned005/roles";

    [Fact]
    public async Task A_role_is_assigned_shown_listed_and_taken_away()
    {
        var assigned = await org.PostAsync(Una, """{"type":"USER_ADMIN"}""");

        assigned.ShouldBe(
            201,
            """{"id":"KVJUKUS7IFCE2SKO","label":"Group Administrator","type":"USER_ADMIN","status":"ACTIVE","created":"2026-02-03T10:15:30.000Z","lastUpdated":"2026-02-03T10:15:30.000Z","assignmentType":"USER","_links":{"assignee":{"href":"{org}/api/v1/users/00u1unaUnassigned005"}}}""",
            org.Org);
        (await org.GetAsync(Una)).Body.ShouldBe($"[{assigned.Body}]");
        (await org.GetAsync(Una + "/KVJUKUS7IFCE2SKO")).Body.ShouldBe(assigned.Body);
        (await org.PostAsync(Una, """{"type":"USER_ADMIN"}"""))
            .ShouldBeOktaError(409, "E0000090", "The role specified is already assigned to the user.");
        (await org.GetAsync("/api/v1/iam/assignees/users?limit=1")).Json.GetProperty("_links").GetProperty("next").GetProperty("href")
            .GetString().ShouldBe($"{org.Org.Url}/api/v1/iam/assignees/users?after={AdminOrg.Amy}&limit=1");

        (await org.DeleteAsync(Una + "/KVJUKUS7IFCE2SKO")).Status.ShouldBe(204);
        (await org.DeleteAsync(Una + "/KVJUKUS7IFCE2SKO"))
            .ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: KVJUKUS7IFCE2SKO (RoleAssignment)");
        (await org.GetAsync(Una)).Body.ShouldBe("[]");
    }

    [Theory]
    [InlineData("IFIFAX2BIRGUSTQ", "APP_ADMIN")]
    [InlineData("JBCUYUC7IRCVGS27IFCE2SKO", "HELP_DESK_ADMIN")]
    [InlineData("KNKVARKSL5AUITKJJY", "SUPER_ADMIN")]
    [InlineData("J5JEOX2BIRGUSTQ", "ORG_ADMIN")]
    [InlineData("KJCUCRC7J5HEYWK7IFCE2SKO", "READ_ONLY_ADMIN")]
    [InlineData("I5JE6VKQL5GUKTKCIVJFGSCJKBPUCRCNJFHA", "GROUP_MEMBERSHIP_ADMIN")]
    public async Task The_id_of_an_assignment_is_its_roles(string id, string type)
    {
        var testers = $"/api/v1/groups/{The.Testers}/roles";

        var assigned = await org.PostAsync(testers, $$"""{"type":"{{type}}"}""");

        (assigned.Status, assigned.Text("id"), assigned.Text("assignmentType")).ShouldBe((201, id, "GROUP"), assigned.Body);
        (await org.DeleteAsync($"{testers}/{id}")).Status.ShouldBe(204);
    }

    [Theory]
    [InlineData("/api/v1/users/00uNobody/roles", """{"type":"APP_ADMIN"}""", 404)]
    [InlineData("/api/v1/groups/00gNone/roles", """{"type":"APP_ADMIN"}""", 404)]
    [InlineData("/oauth2/v1/clients/0oaNone/roles", """{"type":"APP_ADMIN"}""", 404)]
    [InlineData("/oauth2/v1/clients/0oa1posternSpa000005/roles", """{"type":"APP_ADMIN"}""", 400)]
    [InlineData(Una, """{"type":"KING"}""", 400)]
    [InlineData(Una, """{"type":[]}""", 400)]
    [InlineData(Una, "{}", 400)]
    [InlineData(Una, "[]", 400)]
    [InlineData(Una, null, 400)]
    public async Task What_cannot_be_assigned_is_refused(string path, string? json, int status) =>
        (await org.PostAsync(path, json)).Status.ShouldBe(status);

    [Fact]
    public async Task Of_fifty_who_assign_a_role_at_once_one_does()
    {
        const string Lou = "/api/v1/users/00u1louLockedout0005/roles";

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => org.PostAsync(Lou, """{"type":"REPORT_ADMIN"}""")));

        answers.GroupBy(answer => answer.Status).ToDictionary(same => same.Key, same => same.Count())
            .ShouldBe(new Dictionary<int, int> { [201] = 1, [409] = 49 }, ignoreOrder: true);
        (await org.GetAsync(Lou)).Json.GetArrayLength().ShouldBe(1);
    }
}
