namespace Postern.Cli.Tests.Commands;

public class RefreshTests(TheOrg org)
{
    [Fact]
    public async Task What_token_printed_is_renewed()
    {
        var tokens = await TokensAsync();

        var said = (await org.Run.After(tokens).PosternAsync("refresh")).ShouldSucceed();

        said.Text("access_token").ShouldNotBe(tokens.Text("access_token"));
        said.Text("id_token").ShouldNotBeEmpty();
        said.Text("refresh_token").ShouldNotBe(tokens.Text("refresh_token"));
        said.Text("scope").ShouldBe("openid offline_access");
        said.Text("issuer").ShouldBe(tokens.Text("issuer"));
        said.Text("client_id").ShouldBe(org.Spa.ClientId);
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_refresh_printed_is_what_the_next_command_takes()
    {
        var refreshed = await org.Run.After(await TokensAsync()).PosternAsync("refresh");
        var again = (await org.Run.After(refreshed).PosternAsync("refresh")).ShouldSucceed();

        (await org.Run.After(again).PosternAsync("introspect")).ShouldSucceed().Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        (await org.Run.After(again).PosternAsync("verify", "--audience", "api://default")).ShouldSucceed();
    }

    [Theory]
    [InlineData("raw", "access", @"^[\w-]+\.[\w-]+\.[\w-]+\s*$")]
    [InlineData("raw", "refresh", @"^[\w-]{43}\s*$")]
    [InlineData("header", "access", @"^Authorization: Bearer [\w.-]+\s*$")]
    public async Task A_bare_refresh_token_and_the_choice_of_what_is_printed_are_both_named_by_token(
        string output, string token, string pattern)
    {
        var refreshToken = (await org.TokensAsync("--scopes", "openid offline_access", "--output", "raw", "--token", "refresh")).Out;

        var said = await org.Run.With("RT", refreshToken).PosternAsync(
            "refresh", "--token", "env:RT", "--org", org.Org.Url, "--client-id", org.Spa.ClientId, "--output", output, "--token", token);

        said.ShouldSucceed().Out.ShouldMatch(pattern);
    }

    [Fact]
    public async Task Fewer_scopes_can_be_asked_for() =>
        (await org.Run.After(await TokensAsync()).PosternAsync("refresh", "--scopes", "offline_access")).ShouldSucceed().Json
            .TryGetProperty("id_token", out _).ShouldBeFalse();

    [Fact]
    public async Task A_revoked_refresh_token_is_refused()
    {
        var tokens = await TokensAsync();
        (await org.Run.After(tokens).PosternAsync("revoke", "--token", "refresh")).ShouldSucceed();

        var said = await org.Run.After(tokens).PosternAsync("refresh", "--output", "json");

        said.ShouldFail(5, "invalid_grant");
        said.JsonError.GetProperty("error").GetString().ShouldBe("invalid_grant");
        said.JsonError.GetProperty("error_description").GetString().ShouldBe("The refresh token is invalid or expired.");
        said.JsonError.GetProperty("stage").GetString().ShouldBe("token");
        said.Error.ShouldNotContain(tokens.Text("refresh_token"));
    }

    [Fact]
    public async Task Tokens_without_a_refresh_token_are_refused_with_what_would_bring_one() =>
        (await org.Run.After(await org.TokensAsync()).PosternAsync("refresh")).ShouldFail(2, "offline_access must be among the --scopes");

    [Fact]
    public async Task Two_places_to_read_from_are_one_too_many() =>
        (await org.Run.PosternAsync("refresh", "env:A", "--token", "env:B")).ShouldFail(2, "give one of them");

    [Fact]
    public async Task A_web_app_proves_itself()
    {
        var tokens = await org.Run.PosternAsync(
            ["token", .. org.AsUser(), .. org.AsWeb, "--client-secret", "env:SECRET", "--scopes", "openid offline_access"]);

        (await org.Run.After(tokens).PosternAsync("refresh", "--client-secret", "env:SECRET")).ShouldSucceed();
        (await org.Run.After(tokens).PosternAsync("refresh", "--output", "json")).ShouldFail(3, "invalid_client");
    }

    [Fact]
    public async Task Narration_shows_refresh_tokens_by_their_fingerprints_alone()
    {
        var tokens = await TokensAsync();

        var said = (await org.Run.After(tokens).PosternAsync("refresh", "-v")).ShouldSucceed();

        said.Error.ShouldContain("grant_type=refresh_token&refresh_token=sha256:");
        said.Error.ShouldNotContain(tokens.Text("refresh_token"));
        said.Error.ShouldNotContain(said.Text("refresh_token"));
        said.Error.ShouldNotContain(said.Text("access_token"));
    }

    Task<Said> TokensAsync() => org.TokensAsync("--scopes", "openid offline_access");
}
