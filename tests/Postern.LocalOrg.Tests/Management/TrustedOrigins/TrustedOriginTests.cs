namespace Postern.LocalOrg.Tests.Management.TrustedOrigins;

/// <summary>Trusted origins: management.md 15.</summary>
public sealed class TrustedOriginTests(ApiOrg org) : IClassFixture<ApiOrg>
{
    const string Origins = "/api/v1/trustedOrigins";

    [Fact]
    public async Task An_origin_is_said_again_in_Oktas_order()
    {
        var made = await org.PostAsync(
            Origins, """{"name":"A page","origin":"https://page.example:8443/","scopes":[{"type":"REDIRECT"},{"type":"CORS"}]}""");

        var id = made.Text("id");
        made.ShouldBe(
            200,
            $$$$$$"""{"id":"{{{{{{id}}}}}}","name":"A page","origin":"https://page.example:8443","scopes":[{"type":"REDIRECT"},{"type":"CORS"}],"status":"ACTIVE","created":"2026-02-03T10:15:30.000Z","createdBy":"00u1posternAdmin0005","lastUpdated":"2026-02-03T10:15:30.000Z","lastUpdatedBy":"00u1posternAdmin0005","_links":{"self":{"href":"{org}/api/v1/trustedOrigins/{{{{{{id}}}}}}","hints":{"allow":["GET","PUT","DELETE"]}},"deactivate":{"href":"{org}/api/v1/trustedOrigins/{{{{{{id}}}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}}}}""",
            org.Org);
        (await org.GetAsync($"{Origins}/{id}")).Body.ShouldBe(made.Body);
    }

    [Fact]
    public async Task Its_pages_may_read_answers_from_the_next_request_on_for_as_long_as_it_is_there()
    {
        const string Page = "https://spa.example";
        (await AllowedAsync(Page)).ShouldBeNull();

        var id = await MakeAsync(Page);
        (await AllowedAsync(Page)).ShouldBe(Page);

        (await org.PostAsync($"{Origins}/{id}/lifecycle/deactivate")).Text("status").ShouldBe("INACTIVE");
        (await AllowedAsync(Page)).ShouldBeNull();
        (await org.PostAsync($"{Origins}/{id}/lifecycle/activate")).Text("status").ShouldBe("ACTIVE");
        (await AllowedAsync(Page)).ShouldBe(Page);
        var onlyRedirects = await org.PutAsync(
            $"{Origins}/{id}", $$"""{"name":"Moved","origin":"{{Page}}","scopes":[{"type":"REDIRECT"}]}""");
        onlyRedirects.Text("name").ShouldBe("Moved", onlyRedirects.Body);
        (await AllowedAsync(Page)).ShouldBeNull();

        (await org.DeleteAsync($"{Origins}/{id}")).Status.ShouldBe(204);
        (await org.GetAsync($"{Origins}/{id}")).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (TrustedOrigin)");
    }

    [Theory]
    [
        InlineData(
            "origin", "origin: Origin value is not valid", """{"name":"x","origin":"https://a.example/path","scopes":[{"type":"CORS"}]}"""),
    ]
    [InlineData("origin", "origin: Origin value is not valid", """{"name":"x","origin":"a.example","scopes":[{"type":"CORS"}]}""")]
    [InlineData("origin", "origin: The field cannot be left blank", """{"name":"x","scopes":[{"type":"CORS"}]}""")]
    [InlineData("name", "name: The field cannot be left blank", """{"origin":"https://a.example","scopes":[{"type":"CORS"}]}""")]
    [InlineData("scopes", "scopes: The field cannot be left blank", """{"name":"x","origin":"https://a.example"}""")]
    [
        InlineData(
            "scopes", "scopes: The field has an invalid value", """{"name":"x","origin":"https://a.example","scopes":[{"type":"X"}]}"""),
    ]
    public async Task What_is_no_origin_is_refused(string member, string cause, string body) =>
        (await org.PostAsync(Origins, body)).ShouldBeOktaError(400, "E0000001", "Api validation failed: " + member, cause);

    [Fact]
    public async Task Of_many_who_want_the_same_origin_at_once_one_has_it()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => org.PostAsync(
            Origins, $$"""{"name":"Wanted {{number}}","origin":"https://wanted.example","scopes":[{"type":"CORS"}]}""")));

        made.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var refused in made.Where(answer => answer.Status != 200))
            refused.ShouldBeOktaError(
                400, "E0000001", "Api validation failed: origin",
                "origin: An object with this field already exists in the current organization");
    }

    [Fact]
    public async Task A_list_comes_in_pages()
    {
        foreach (var number in Enumerable.Range(0, 3))
            await MakeAsync($"https://list{number}.example");

        var first = await org.GetAsync(Origins + "?q=https://list&limit=2");
        var after = System.Text.RegularExpressions.Regex.Match(first.Headers["Link"], "after=([^&]+)&limit=2&q=").Groups[1].Value;
        var second = await org.GetAsync($"{Origins}?q=https://list&limit=2&after={after}");

        (first.Json.GetArrayLength(), second.Json.GetArrayLength()).ShouldBe((2, 1), first.Headers["Link"]);
        second.Headers["Link"].ShouldNotContain("rel=\"next\"");
    }

    [Fact]
    public async Task A_list_can_be_filtered()
    {
        await MakeAsync("https://filtered.example");

        var found = await org.GetAsync(
            Origins + "?filter=" + Uri.EscapeDataString("name eq \"https://filtered.example\" and status eq \"ACTIVE\""));

        found.Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("origin").GetString().ShouldBe("https://filtered.example");
        (await org.GetAsync(Origins + "?filter=id%20eq%20%22x%22")).ShouldBeOktaError(400, "E0000053", "Invalid SCIM filter.");
        (await org.GetAsync("/api/v1/zones?filter=usage%20eq%20%22BLOCKLIST%22")).Json.EnumerateArray()
            .ShouldAllBe(zone => zone.GetProperty("usage").GetString() == "BLOCKLIST");
    }

    Task<string> MakeAsync(string origin) => org.MakeAsync(
        Origins, $$"""{"name":"{{origin}}","origin":"{{origin}}","scopes":[{"type":"CORS"},{"type":"REDIRECT"}]}""");

    async Task<string?> AllowedAsync(string origin) =>
        (await org.GetAsync(Origins, ("Origin", origin))).Headers.GetValueOrDefault("Access-Control-Allow-Origin");
}
