namespace Postern.Cli.Tests.Commands;

public class TokenTests(TheOrg org)
{
    [Fact]
    public async Task Without_any_org_an_embedded_one_gives_the_demo_users_tokens_and_says_so()
    {
        var said = (await Run.Postern("token")).ShouldSucceed();

        said.Text("access_token").Split('.').Length.ShouldBe(3);
        said.Text("id_token").Split('.').Length.ShouldBe(3);
        said.Text("token_type").ShouldBe("Bearer");
        said.Json.GetProperty("expires_in").GetInt32().ShouldBeInRange(3590, 3600);
        DateTimeOffset.Parse(said.Text("expires_at"), null).ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(50));
        said.Text("scope").ShouldBe("openid profile email");
        said.Text("issuer").ShouldEndWith("/oauth2/default");
        said.Error.ShouldContain("using an embedded local org at http://127.0.0.1:");
        said.Error.ShouldContain("ada@example.com");
    }

    [Fact]
    public async Task Quietly_it_says_nothing() => (await Run.Postern("token", "-q")).ShouldSucceed().Error.ShouldBeEmpty();

    [Fact]
    public async Task The_embedded_orgs_other_users_and_apps_can_be_chosen()
    {
        (await Run.Postern("token", "--username", "max@example.com")).ExitCode.ShouldBe(4);
        (await Run.Postern("token", "--client-id", org.Web.ClientId, "--output", "claims")).ShouldSucceed().Text("cid")
            .ShouldBe(org.Web.ClientId);
    }

    [Theory]
    [InlineData("OKTA_USERNAME", "ada@example.com", "OKTA_USERNAME is set, and no org is.")]
    [InlineData("OKTA_CLIENT_ORGURL", "", "OKTA_CLIENT_ORGURL is set, but empty, and no org is.")]
    public async Task Settings_that_lack_the_org_are_a_slip_and_get_nobodys_tokens(string name, string value, string because) =>
        (await new Run { Environment = { [name] = value } }.PosternAsync("token")).ShouldFail(2, because);

    [Fact]
    public async Task Everything_can_come_from_the_environment()
    {
        var run = new Run
        {
            Environment =
            {
                ["OKTA_OAUTH2_ISSUER"] = org.Org.IssuerOf("default"),
                ["OKTA_OAUTH2_CLIENT_ID"] = org.Web.ClientId,
                ["OKTA_OAUTH2_CLIENT_SECRET"] = org.Web.ClientSecret!,
                ["OKTA_OAUTH2_REDIRECTURI"] = org.Web.RedirectUris[0],
                ["OKTA_USERNAME"] = "ada@example.com",
                ["OKTA_PASSWORD"] = TheOrg.Password,
            },
        };

        var said = (await run.PosternAsync("token", "--output", "claims")).ShouldSucceed();

        said.Text("cid").ShouldBe(org.Web.ClientId);
        said.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("code", "query")]
    [InlineData("code id_token", "form_post")]
    [InlineData("code token id_token", "fragment")]
    [InlineData("id_token", "okta_post_message")]
    public async Task A_web_app_gets_tokens_in_every_way_of_asking(string type, string mode) =>
        (
            await org.Run.PosternAsync(
                [
                    "token", .. org.AsUser(), .. org.AsWeb, "--client-secret", "env:SECRET", "--response-type", type, "--response-mode",
                    mode,
                ]))
            .ShouldSucceed().Text("id_token").ShouldNotBeEmpty();

    [Fact]
    public async Task The_org_authorization_server_is_called_org() =>
        (await SpaAsync("--auth-server", "org")).ShouldSucceed().Text("issuer").ShouldBe(org.Org.Url);

    [Fact]
    public async Task Scopes_and_parameters_reach_the_org() =>
        (await SpaAsync("--scopes", "openid,email", "--param", "login_hint=ada@example.com")).ShouldSucceed().Text("scope")
            .ShouldBe("openid email");

    [Fact]
    public async Task A_missing_password_is_asked_for_on_a_terminal()
    {
        var run = new Run { AtTerminal = true, Input = "ada@example.com\n", Typed = TheOrg.Password };

        var said = (await run.PosternAsync(["token", "--org", org.Org.Url, .. org.AsSpa])).ShouldSucceed();

        said.Error.ShouldStartWith("Username: Password of ada@example.com: ");
        said.Error.ShouldNotContain(TheOrg.Password);
    }

    [Theory]
    [InlineData("No client id.", "--client-id", "--redirect-uri", "http://localhost/", "--username", "ada", "--password", "env:PASSWORD")]
    [InlineData("No redirect URI.", "--redirect-uri", "--client-id", "0oa1", "--username", "ada", "--password", "env:PASSWORD")]
    [InlineData("No username.", "--username", "--client-id", "0oa1", "--redirect-uri", "http://localhost/", "--password", "env:PASSWORD")]
    [InlineData("No password.", "--password", "--client-id", "0oa1", "--redirect-uri", "http://localhost/", "--username", "ada")]
    public async Task What_is_missing_is_named_with_its_flag_where_nobody_can_be_asked(string because, string flag, params string[] args)
    {
        var said = await org.Run.PosternAsync(["token", "--org", org.Org.Url, .. args]);

        said.ShouldFail(2, because);
        said.Error.ShouldContain($"Give it with {flag}");
    }

    Task<Said> SpaAsync(params string[] args) => org.Run.PosternAsync(["token", .. org.AsUser(), .. org.AsSpa, .. args]);
}
