namespace Postern.Cli.Tests.Commands;

public class UserInfoTests(TheOrg org)
{
    [Fact]
    public async Task The_users_claims_follow_from_what_token_printed()
    {
        var said = (await org.Run.After(await org.TokensAsync()).PosternAsync("userinfo")).ShouldSucceed();

        said.Text("email").ShouldBe("ada@example.com");
        said.Text("sub").ShouldBe("00u1adaActive0000005");
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bare_access_token_will_do_where_the_org_is_named()
    {
        var token = (await org.TokensAsync("--output", "raw", "--auth-server", "org")).Out;

        (await org.Run.With("T", token).PosternAsync("userinfo", "--token", "env:T", "--org", org.Org.Url, "--auth-server", "org"))
            .ShouldSucceed().Text("preferred_username").ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task A_token_that_the_org_does_not_take_exits_with_9()
    {
        var said = await org.Run.With("T", "hidden-value")
            .PosternAsync("userinfo", "--token", "env:T", "--org", org.Org.Url, "--output", "json");

        said.ShouldFail(9, "invalid_token");
        said.JsonError.GetProperty("stage").GetString().ShouldBe("userinfo");
        said.JsonError.GetProperty("error").GetString().ShouldBe("invalid_token");
        said.Error.ShouldNotContain("hidden-value");
    }

    [Theory]
    [InlineData("bare-token", "--client-id", "my-app")]
    [InlineData("""{"access_token":"printed-before","client_id":"my-app"}""")]
    public async Task An_answer_that_comes_signed_is_verified_for_the_app_that_was_named(string input, params string[] args)
    {
        using var provider = SigningProvider.Start();

        var said = (await new Run { Input = input }.PosternAsync(["userinfo", "--issuer", provider.Url, .. args])).ShouldSucceed();

        said.Text("sub").ShouldBe("ada");
        said.Text("aud").ShouldBe("my-app");
    }

    [Theory]
    [InlineData()]
    [InlineData("--client-id", "another-app")]
    public async Task A_signed_answer_for_nobody_that_was_named_is_refused(params string[] args)
    {
        using var provider = SigningProvider.Start();

        var said = await new Run { Input = "bare-token" }.PosternAsync(["userinfo", "--issuer", provider.Url, .. args]);

        said.ShouldFail(9, "The userinfo is meant for 'my-app'");
        said.Error.ShouldContain("--client-id names it");
    }

    [Fact]
    public async Task An_ID_token_is_the_wrong_token() =>
        (await org.Run.After(await org.TokensAsync()).PosternAsync("userinfo", "--token", "id")).ShouldFail(2, "--token access");
}
