using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Management.Terraform;

/// <summary>
/// The calls of Terraform's provider for Okta: apply, plan again, change, import, destroy. The provider's own recordings of a real org
/// say what they are.
/// </summary>
public sealed class TerraformTests(ApiOrg org) : IClassFixture<ApiOrg>
{
    readonly Dictionary<string, string> _ids = [];

    [Fact]
    public async Task What_was_applied_comes_back_as_it_was_sent_is_changed_and_goes_in_reverse_order()
    {
        List<(TerraformResource Resource, string Url)> applied = [];
        foreach (var resource in TerraformResources.All)
            applied.Add((resource, await CreateAsync(resource)));

        foreach (var (resource, url) in applied)
            await PlanAsync(resource, url, resource.Body);
        foreach (var (resource, url) in applied.Where(each => each.Resource.Changed is not null))
            await ChangeAsync(resource, url);
        foreach (var (resource, url) in applied)
            await PlanAsync(resource, url, resource.Changed ?? resource.Body);

        foreach (var (resource, url) in Enumerable.Reverse(applied))
            await DestroyAsync(resource, url);
    }

    [Fact]
    public async Task An_app_is_given_its_policy_and_keeps_a_secret_that_is_omitted()
    {
        var policy = await org.MakeAsync("/api/v1/policies", """{"description":"x","name":"One","type":"ACCESS_POLICY"}""");
        var app = await org.PostAsync(
            "/api/v1/apps?activate=true",
            """{"label":"Tower","name":"oidc_client","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"token_endpoint_auth_method":"client_secret_basic"}},"settings":{"oauthClient":{"application_type":"web","grant_types":["authorization_code"],"redirect_uris":["http://d.com/"],"response_types":["code"]}}}""");
        var url = "/api/v1/apps/" + app.Text("id");
        var secret = app.Json.GetProperty("credentials").GetProperty("oauthClient").GetProperty("client_secret").GetString();

        // Without a claim of its own the provider says so by a claim that is empty.
        (await org.PostAsync($"/api/v1/internal/apps/{app.Text("id")}/settings/oauth/idToken", """{"issuerMode":"ORG_URL"}"""))
            .Status.ShouldBe(200);
        (await org.SendAsync("PUT", $"{url}/policies/{policy}", null)).Status.ShouldBe(204);
        var put = await org.PutAsync(
            url,
            """{"label":"Towers","name":"oidc_client","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"client_secret":"","token_endpoint_auth_method":"client_secret_basic"}},"settings":{"oauthClient":{"application_type":"web","grant_types":["authorization_code"],"redirect_uris":["http://d.com/"],"response_types":["code"]}}}""");

        put.Status.ShouldBe(200, put.Body);
        put.Json.GetProperty("credentials").GetProperty("oauthClient").GetProperty("client_secret").GetString().ShouldBe(secret);
        (await org.GetAsync(url)).Json.GetProperty("_links").GetProperty("accessPolicy").GetProperty("href").GetString()
            .ShouldBe($"{org.Org.Url}/api/v1/policies/{policy}");
    }

    async Task<string> CreateAsync(TerraformResource resource)
    {
        var path = "/api/v1" + Named(resource.Path);
        var made = await org.SendAsync(resource.IsPut ? "PUT" : "POST", path, resource.Body is "" ? null : Named(resource.Body));
        made.Status.ShouldBeOneOf([200, 201, 204], $"{resource}: {made.Body}");
        if (resource.IsPut)
            return path;

        _ids[resource.Type] = made.Text("id");
        var url = $"{path.Split('?')[0]}/{made.Text("id")}";
        if (resource.IsSwitchedOn)
            await SwitchAsync(resource, url, "activate");
        return url;
    }

    /// <summary>Nothing is to be done, and it can be imported: it is where its id says, and among the others of its kind.</summary>
    async Task PlanAsync(TerraformResource resource, string url, string sent)
    {
        var list = await org.GetAsync("/api/v1" + Named(resource.List ?? resource.Path));
        list.Status.ShouldBe(200, $"{resource}: {list.Body}");
        list.Body.Contains($"\"id\":\"{url[(url.LastIndexOf('/') + 1)..]}\"", StringComparison.Ordinal)
            .ShouldBeTrue($"{resource}: {list.Body}");
        if (sent is "")
            return;

        var read = await org.GetAsync(url);
        read.Status.ShouldBe(200, $"{resource}: {read.Body}");
        (await org.GetAsync(url)).Body.ShouldBe(read.Body, resource.Type);
        Drift.Of(JsonNode.Parse(Named(sent)), JsonNode.Parse(read.Body), resource.Untold).ShouldBeEmpty($"{resource}: {read.Body}");
    }

    async Task ChangeAsync(TerraformResource resource, string url)
    {
        if (resource.IsSwitchedOn)
            await SwitchAsync(resource, url, "deactivate");
        var changed = await org.SendAsync(resource.ChangedBy, url, Named(resource.Changed!));
        changed.Status.ShouldBe(200, $"{resource}: {changed.Body}");
        if (resource.IsSwitchedOn)
            await SwitchAsync(resource, url, "activate");
    }

    async Task DestroyAsync(TerraformResource resource, string url)
    {
        if (resource.IsSwitchedOff)
            await SwitchAsync(resource, url, "deactivate");
        var gone = await org.DeleteAsync(url);
        gone.Status.ShouldBeOneOf([202, 204], $"{resource}: {gone.Body}");
        if (resource.Body is not "")
            (await org.GetAsync(url)).Status.ShouldBe(404, resource.Type);
    }

    async Task SwitchAsync(TerraformResource resource, string url, string how)
    {
        var switched = await org.PostAsync($"{url}/lifecycle/{how}");
        switched.Status.ShouldBeOneOf([200, 204], $"{resource}: {switched.Body}");
    }

    string Named(string text) => _ids.Aggregate(text, (named, id) => named.Replace($"{{{id.Key}}}", id.Value, StringComparison.Ordinal));
}
