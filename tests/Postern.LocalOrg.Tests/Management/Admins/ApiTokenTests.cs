namespace Postern.LocalOrg.Tests.Management.Admins;

/// <summary>API tokens: whose they are, what is told of them, and how they end (management.md 1.5 and 14).</summary>
public sealed class ApiTokenTests(AdminOrg org) : IClassFixture<AdminOrg>
{
    const string Tokens = "/api/v1/api-tokens";

    [Fact]
    public async Task A_token_is_told_with_its_owner_and_without_its_secret()
    {
        var list = await org.GetAsync(Tokens);
        list.Status.ShouldBe(200, list.Body);
        list.Body.ShouldNotContain(AdminOrg.Token);
        var id = list.Json.EnumerateArray().Single(token => token.GetProperty("name").GetString() is "API token 1")
            .GetProperty("id").GetString();

        var one = await org.GetAsync($"{Tokens}/{id}");

        one.Members.ShouldBe(
            ["id", "name", "userId", "clientName", "tokenWindow", "network", "expiresAt", "created", "lastUpdated", "_links"]);
        one.Text("userId").ShouldBe(AdminOrg.Amy);
        one.Json.GetProperty("network").GetRawText().ShouldBe("""{"connection":"ANYWHERE"}""");
        one.Json.GetProperty("_links").GetRawText().ShouldBe(
            $$$$$$"""{"self":{"href":"{{{{{{org.Org.Url}}}}}}/api/v1/api-tokens/{{{{{{id}}}}}}","hints":{"allow":["GET","DELETE"]}},"user":{"href":"{{{{{{org.Org.Url}}}}}}/api/v1/users/{{{{{{AdminOrg.Amy}}}}}}","hints":{"allow":["GET"]}}}""");
        (one.Text("lastUpdated"), one.Text("expiresAt")).ShouldBe(("2026-02-03T10:15:30.000Z", "2026-03-05T10:15:30.000Z"));
    }

    [Theory]
    [InlineData("invalid-id")]
    [InlineData("00T")]
    [InlineData("99Xaaaaaaaaaaaaaaaaa")]
    public async Task An_id_that_is_none_is_not_found(string id)
    {
        (await org.GetAsync($"{Tokens}/{id}"))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (Token)");
        (await org.DeleteAsync($"{Tokens}/{id}"))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (Token)");
    }

    [Fact]
    public async Task A_slash_more_does_no_harm()
    {
        (await org.GetAsync(Tokens + "/")).Status.ShouldBe(200);
        (await org.GetAsync(org.Org.ListenUrl + "//api/v1//api-tokens")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/api-tokens", "E0000022", 405)]
    [InlineData("PATCH", "/api/v1/logStreams", "E0000022", 405)]
    [InlineData("GET", "/api/v1/logStreams", "E0000015", 501)]
    [InlineData("POST", "/api/v1/api-tokens/00T", "E0000022", 405)]
    public async Task A_method_that_Okta_does_not_have_is_told_from_one_that_is_not_built(
        string method, string path, string code, int status)
    {
        var answer = await org.SendAsync(new(method), path, null, AdminOrg.Token);

        (answer.Status, answer.Text("errorCode")).ShouldBe((status, code), answer.Body);
    }

    [Fact]
    public async Task Who_accepts_no_JSON_gets_none()
    {
        var token = ("Authorization", "SSWS " + AdminOrg.Token);
        (await org.Http.GetAsync(Tokens, token, ("Accept", "text/html"))).Status.ShouldBe(406);
        (await org.Http.GetAsync(Tokens, token, ("Accept", "text/html, */*;q=0.8"))).Status.ShouldBe(200);
    }
}
