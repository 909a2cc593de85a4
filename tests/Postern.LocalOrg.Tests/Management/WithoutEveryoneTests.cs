using System.Net.Http.Headers;
using System.Text;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>An org whose seed says nothing of the group of everybody, as one that code makes of three lines.</summary>
public sealed class WithoutEveryoneTests
{
    const string Token = "00nobodys-everyone";

    [Fact]
    public async Task It_is_managed_and_signed_in_to_like_any_other()
    {
        OrgSeed seed = new()
        {
            ApiTokens = [new() { Token = Token, Name = "CI", Owner = "ops@example.com" }],
            Users =
            [
                new() { Login = "ops@example.com", Password = The.Password, Roles = ["SUPER_ADMIN"] },
                new() { Login = "ada@example.com", Password = The.Password },
            ],
            Apps =
            [
                new()
                {
                    ClientId = The.Spa, Name = "Page", Kind = AppKind.Spa, RedirectUris = [The.Callback],
                    AssignedUserIds = ["ada@example.com"],
                },
            ],
            AuthorizationServers =
            [
                new() { Name = "default", Audience = "api://default", Policies = [new() { Name = "P", Rules = [new() { Name = "R" }] }] },
            ],
        };
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using Browserless http = new(org);

        foreach (var path in (string[])
        [
            "/groups", "/groups?q=Everyone", "/users", "/apps", "/policies?type=OKTA_SIGN_ON", "/policies?type=PASSWORD",
            "/policies?type=MFA_ENROLL", "/policies?type=ACCESS_POLICY", "/authorizationServers", "/api-tokens", "/logs",
        ])
            (await CallAsync(http, HttpMethod.Get, path)).Status.ShouldBe(200, path);
        var user = await CallAsync(
            http, HttpMethod.Post, "/users",
            """{"profile":{"login":"new@example.com","email":"new@example.com","firstName":"New","lastName":"User"},"credentials":{"password":{"value":"Corr3ct-Horse!"}}}""");
        user.Status.ShouldBe(200, user.Body);
        var groups = await CallAsync(http, HttpMethod.Get, $"/users/{user.Text("id")}/groups");
        groups.Json.EnumerateArray().Select(each => each.GetProperty("profile").GetProperty("name").GetString()).ShouldBe(["Everyone"]);
        (await CallAsync(http, HttpMethod.Get, "/groups?q=Everyone")).Json[0].GetProperty("type").GetString().ShouldBe("BUILT_IN");
        var group = await CallAsync(http, HttpMethod.Post, "/groups", """{"profile":{"name":"Some"}}""");
        (await CallAsync(http, HttpMethod.Put, $"/groups/{group.Text("id")}/users/{user.Text("id")}")).Status.ShouldBe(204);
        (await CallAsync(http, HttpMethod.Put, $"/apps/{The.Spa}/groups/{group.Text("id")}", "{}")).Status.ShouldBe(200);
        var policy = await CallAsync(http, HttpMethod.Post, "/policies", """{"type":"OKTA_SIGN_ON","name":"For all"}""");
        policy.Status.ShouldBe(200, policy.Body);
        (await http.TokensAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_token_in_its_long_form_has_the_name_and_the_rights_of_its_owner()
    {
        var seed = OrgSeed.FromText(
            $$"""
            users:
              - { login: reader@example.com, roles: [READ_ONLY_ADMIN] }
              - { login: ops@example.com, roles: [SUPER_ADMIN] }
            apiTokens:
              - { token: {{Token}}, name: CI, owner: reader@example.com }
              - 00the-other-one
            """);
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using Browserless http = new(org);

        var list = await CallAsync(http, HttpMethod.Get, "/api-tokens");
        var made = await CallAsync(http, HttpMethod.Post, "/groups", """{"profile":{"name":"Some"}}""");

        list.Json.EnumerateArray().Select(token => token.GetProperty("name").GetString()).Order().ShouldBe(["API token 2", "CI"]);
        (await CallAsync(http, HttpMethod.Get, "/users/me")).Json.GetProperty("profile").GetProperty("login").GetString()
            .ShouldBe("reader@example.com");
        made.ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
    }

    static Task<Answer> CallAsync(Browserless http, HttpMethod method, string path, string? json = null) => http.SendAsync(
        method, "/api/v1" + path,
        json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        ("Authorization", "SSWS " + Token));
}
