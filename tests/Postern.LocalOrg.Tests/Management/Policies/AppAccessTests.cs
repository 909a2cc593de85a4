namespace Postern.LocalOrg.Tests.Management.Policies;

/// <summary>Which policy decides for which app, and that it does: management.md 12.1, api-access-management.md 14.5.</summary>
public sealed class AppAccessTests : IAsyncLifetime
{
    const string Policies = "/api/v1/policies", App = "/api/v1/apps/" + The.Spa;

    readonly ApiOrg _org = new();

    public ValueTask InitializeAsync() => _org.InitializeAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task An_app_asks_what_its_policy_says_from_the_next_request_on()
    {
        (await AuthorizeAsync()).Redirected("code").ShouldNotBeNull();
        var id = await _org.MakeAsync(Policies, """{"type":"ACCESS_POLICY","name":"Billing"}""");
        var rules = $"{Policies}/{id}/rules";
        var catchAll = (await _org.GetAsync(rules)).Json[0].GetProperty("id").GetString();

        (await _org.SendAsync("PUT", $"{App}/policies/{id}", null)).Status.ShouldBe(204);
        (await AuthorizeAsync()).Redirected("error").ShouldBe("login_required");

        (
            await _org.PutAsync(
                $"{rules}/{catchAll}",
                Rule("Catch-all Rule", """{"access":"ALLOW","verificationMethod":{"factorMode":"1FA","reauthenticateIn":"PT43800H"}}""")))
            .Status.ShouldBe(200);
        (await AuthorizeAsync()).Redirected("code").ShouldNotBeNull();

        await _org.MakeAsync(
            rules, Rule("Nobody of ours", """{"access":"DENY"}""", """{"people":{"groups":{"include":["00g1posternTesters05"]}}}"""));
        var denied = await AuthorizeAsync();
        (denied.Redirected("error"), denied.Redirected("code")).ShouldBe(("access_denied", null));

        (await _org.DeleteAsync($"{Policies}/{id}")).Status.ShouldBe(204);
        (await AuthorizeAsync()).Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_policy_knows_its_apps()
    {
        var id = await _org.MakeAsync(Policies, """{"type":"ACCESS_POLICY","name":"Billing"}""");
        (await _org.GetAsync($"{Policies}/{id}/app")).Body.ShouldBe("[]");

        (await _org.SendAsync("PUT", $"{App}/policies/{id}", null)).Status.ShouldBe(204);

        var apps = await _org.GetAsync($"{Policies}/{id}/app");
        apps.Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(The.Spa);
        apps.Headers["Link"].ShouldBe($"<{_org.Org.Url}{Policies}/{id}/app?limit=20>; rel=\"self\"");
        (await _org.SendAsync("PUT", $"{App}/policies/rst1nowhere", null)).ShouldBeOktaError(
            404, "E0000007", "Not found: Resource not found: rst1nowhere (Policy)");
        var signOn = await _org.MakeAsync(Policies, """{"type":"OKTA_SIGN_ON","name":"x"}""");
        (await _org.SendAsync("PUT", $"{App}/policies/{signOn}", null)).Status.ShouldBe(400);
        var simulated = await _org.PostAsync(
            Policies + "/simulate", $$$"""{"policyType":["ACCESS_POLICY"],"appInstance":"{{{The.Spa}}}","policyContext":{}}""");
        simulated.Body.ShouldContain($"\"id\":\"{id}\",\"name\":\"Billing\",\"status\":\"MATCH\"");
    }

    static string Rule(string name, string signOn, string conditions = "{}") =>
        $$$$"""{"type":"ACCESS_POLICY","name":"{{{{name}}}}","conditions":{{{{conditions}}}},"actions":{"appSignOn":{{{{signOn}}}}}}""";

    Task<Answer> AuthorizeAsync() => _org.Http.AuthorizeAsync(
        "/oauth2/default",
        $"client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s&nonce=n&prompt=none&{The.Pkce}");
}
