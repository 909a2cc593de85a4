using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

public class ClientCredentialsTests(TheOrg org)
{
    [Fact]
    public async Task An_app_gets_a_token_of_its_own()
    {
        var said = (await ServiceAsync("--scopes", "api:read")).ShouldSucceed();

        said.Text("scope").ShouldBe("api:read");
        said.Text("client_id").ShouldBe(Service.ClientId);
        said.Json.TryGetProperty("id_token", out _).ShouldBeFalse();
        (await org.Run.After(said).PosternAsync("verify", "--audience", "api://default", "--scopes", "api:read")).ShouldSucceed();
    }

    [Fact]
    public async Task Its_claims_name_the_app_where_a_users_name_the_user() =>
        (await ServiceAsync("--scopes", "api:read", "--output", "claims")).ShouldSucceed().Text("sub").ShouldBe(Service.ClientId);

    [Fact]
    public async Task Without_any_org_the_demo_service_of_an_embedded_one_gets_a_token()
    {
        var said = (await Run.Postern("client-credentials")).ShouldSucceed();

        said.Text("access_token").Split('.').Length.ShouldBe(3);
        said.Error.ShouldContain("app Demo Service.");
    }

    [Fact]
    public async Task Everything_can_come_from_the_environment()
    {
        var run = new Run
        {
            Environment =
            {
                ["OKTA_OAUTH2_ISSUER"] = org.Org.IssuerOf("default"),
                ["OKTA_OAUTH2_CLIENTID"] = Service.ClientId,
                ["OKTA_OAUTH2_CLIENTSECRET"] = Service.ClientSecret!,
            },
        };

        (await run.PosternAsync("client-credentials", "--scopes", "api:read", "--output", "header")).ShouldSucceed().Out
            .ShouldStartWith("Authorization: Bearer ey");
    }

    [Theory]
    [InlineData("invalid_scope", "openid")]
    [InlineData("invalid_scope", "no-such-scope")]
    public async Task A_scope_that_it_cannot_have_is_refused(string error, string scope)
    {
        var said = await ServiceAsync("--scopes", scope, "--output", "json");

        said.ExitCode.ShouldBe(5, said.Error);
        said.JsonError.GetProperty("error").GetString().ShouldBe(error);
        said.JsonError.GetProperty("hint").GetString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_as_the_apps_own_password() =>
        (
            await org.Run.With("SERVICE_SECRET", "hidden-value").PosternAsync(
                "client-credentials",
                "--org",
                org.Org.Url,
                "--client-id",
                Service.ClientId,
                "--client-secret",
                "env:SERVICE_SECRET",
                "--scopes",
                "api:read")).ShouldFail(3,
            "invalid_client");

    [Theory]
    [InlineData("No client id.", "--org", "https://dev-1.okta.com")]
    public async Task What_is_missing_is_named_with_its_flag(string because, params string[] args) =>
        (await Run.Postern(["client-credentials", .. args])).ShouldFail(2, because);

    SeedApp Service => org.Org.Seed.Apps.First(app => app.Kind is AppKind.Service);

    Task<Said> ServiceAsync(params string[] args) => org.Run.With("SERVICE_SECRET", Service.ClientSecret!).PosternAsync(
        ["client-credentials", "--org", org.Org.Url, "--client-id", Service.ClientId, "--client-secret", "env:SERVICE_SECRET", .. args]);
}
