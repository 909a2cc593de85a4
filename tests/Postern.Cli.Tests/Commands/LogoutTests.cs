namespace Postern.Cli.Tests.Commands;

public class LogoutTests(TheOrg org)
{
    [Fact]
    public async Task The_address_for_a_browser_is_printed_with_the_ID_token_in_it()
    {
        var tokens = await org.TokensAsync();

        var said = (
            await org.Run.After(tokens)
                .PosternAsync("logout", "--url", "--post-logout-redirect-uri", "http://localhost:8080/", "--state", "a b")).ShouldSucceed();

        said.Out.Trim().ShouldBe(
            $"{org.Org.IssuerOf("default")}/v1/logout?id_token_hint={tokens.Text("id_token")}" +
            "&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8080%2F&state=a%20b");
    }

    [Fact]
    public async Task The_org_sends_on_to_the_apps_own_address_with_the_state()
    {
        var tokens = await org.TokensAsync();

        var said = (
            await org.Run.After(tokens)
                .PosternAsync("logout", "--post-logout-redirect-uri", "http://localhost:8080/", "--state", "s-1")).ShouldSucceed();
        var script = (
            await org.Run.After(tokens).PosternAsync(
                "logout", "--post-logout-redirect-uri", "http://localhost:8080/", "--state", "s-1", "--output", "json")).ShouldSucceed();

        said.Out.Trim().ShouldBe("http://localhost:8080/?state=s-1");
        script.Text("result").ShouldBe("returned");
        script.Text("location").ShouldBe("http://localhost:8080/?state=s-1");
    }

    [Fact]
    public async Task Without_an_address_it_ends_at_the_orgs_own_page() =>
        (await org.Run.After(await org.TokensAsync()).PosternAsync("logout", "--output", "json")).ShouldSucceed().Text("location")
            .ShouldStartWith(org.Org.Url);

    [Fact]
    public async Task An_address_that_is_not_the_apps_is_refused()
    {
        var said = await org.Run.After(await org.TokensAsync())
            .PosternAsync("logout", "--post-logout-redirect-uri", "http://localhost:8080/other", "--output", "json");

        said.ShouldFail(5, "post_logout_redirect_uri");
        said.JsonError.GetProperty("stage").GetString().ShouldBe("logout");
    }

    [Fact]
    public async Task An_access_token_is_the_wrong_token() =>
        (await org.Run.After(await org.TokensAsync()).PosternAsync("logout", "--token", "access")).ShouldFail(2, "--token id");
}
