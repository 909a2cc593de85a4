namespace Postern.LocalOrg.Tests.Management.Grants;

/// <summary>Refresh tokens as an admin sees and revokes them, under three paths: management.md 6.</summary>
public sealed class RefreshTokenListTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Ada = "00u1adaActive0000005", Scope = "openid%20offline_access";

    [Fact]
    public async Task One_token_is_told_alike_under_three_paths()
    {
        var id = await AppAsync("Three paths");
        await org.Http.TokensAsync(scope: Scope, clientId: id);

        var byApp = (await org.GetAsync($"/apps/{id}/tokens")).Json.EnumerateArray().Single();
        var token = byApp.GetProperty("id").GetString();
        var byUser = await org.GetAsync($"/users/{Ada}/clients/{id}/tokens/{token}");
        var byServer = await org.GetAsync($"/authorizationServers/default/clients/{id}/tokens?expand=scope");

        byApp.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["id", "status", "created", "lastUpdated", "expiresAt", "issuer", "clientId", "userId", "scopes", "_links"]);
        byApp.GetProperty("issuer").GetString().ShouldBe(org.Org.Url + "/oauth2/default");
        byApp.GetProperty("_links").EnumerateObject().Select(link => link.Name)
            .ShouldBe(["app", "authorizationServer", "self", "revoke", "client", "user"]);
        byUser.Text("id").ShouldBe(token);
        byUser.Json.GetProperty("_links").GetProperty("self").GetRawText()
            .ShouldBe($$"""{"href":"{{org.Org.Url}}/api/v1/users/{{Ada}}/clients/{{id}}/tokens/{{token}}"}""");
        byServer.Json[0].GetProperty("id").GetString().ShouldBe(token);
        byServer.Json[0].GetProperty("_embedded").GetProperty("scopes").GetArrayLength().ShouldBe(2);
        (await org.GetAsync($"/users/{Ada}/clients")).Body.ShouldContain(id);
        (await org.GetAsync("/authorizationServers/default/clients")).Body.ShouldContain(id);
    }

    [Theory]
    [InlineData("/apps/{app}/tokens/{token}")]
    [InlineData("/users/00u1adaActive0000005/clients/{app}/tokens/{token}")]
    [InlineData("/authorizationServers/default/clients/{app}/tokens/{token}")]
    [InlineData("/apps/{app}/tokens")]
    [InlineData("/users/ada@example.com/clients/{app}/tokens")]
    [InlineData("/authorizationServers/default/clients/{app}/tokens")]
    public async Task A_token_that_is_deleted_is_revoked_with_what_came_of_it(string path)
    {
        var id = await AppAsync("Revoked");
        var tokens = await org.Http.TokensAsync(scope: Scope, clientId: id);
        var token = (await org.GetAsync($"/apps/{id}/tokens")).Json[0].GetProperty("id").GetString()!;
        path = path.Replace("{app}", id, StringComparison.Ordinal).Replace("{token}", token, StringComparison.Ordinal);

        (await org.DeleteAsync(path)).Status.ShouldBe(204);

        (await org.Http.RefreshAsync(tokens.Text("refresh_token"), clientId: id)).Status.ShouldBe(400);
        (await org.Http.IntrospectAsync(tokens.Text("access_token"), clientId: id)).Body.ShouldBe("""{"active":false}""");
        (await org.GetAsync($"/apps/{id}/tokens")).Body.ShouldBe("[]");
        (await org.GetAsync($"/apps/{id}/tokens/{token}"))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id}.{token} (OAuth2RefreshTokenTx)");
    }

    [Theory]
    [InlineData("/apps/0oa1none/tokens", "0oa1none (AppInstance)")]
    [InlineData("/authorizationServers/default/clients/0oa1none/tokens", "0oa1none (PublicClientApp)")]
    [InlineData("/authorizationServers/aus1none/clients/0oa1none/tokens", "aus1none (AuthorizationServer)")]
    [InlineData("/users/00u1none/clients/0oa1none/tokens", "00u1none (User)")]
    [InlineData("/users/00u1none/grants", "00u1none (User)")]
    [InlineData("/users/00u1adaActive0000005/grants/oag1none", "oag1none (OAuth2ScopeConsentGrant)")]
    public async Task What_is_not_there_is_not_found(string path, string what) =>
        (await org.GetAsync(path)).ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: " + what);

    async Task<string> AppAsync(string label)
    {
        var id = await org.PageAsync(label);
        (await org.PutAsync($"/apps/{id}/groups/{The.Testers}")).Status.ShouldBe(200);
        return id;
    }
}
