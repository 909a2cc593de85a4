namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern introspect</c> and <c>postern revoke</c>: what the org says of a token, and how that changes.</summary>
public class IntrospectTests(TheOrg org)
{
    [Fact]
    public async Task A_fresh_token_is_active()
    {
        var said = (await org.Run.After(await org.TokensAsync()).PosternAsync("introspect")).ShouldSucceed();

        said.Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        said.Text("username").ShouldBe("ada@example.com");
        said.Text("client_id").ShouldBe(org.Spa.ClientId);
        said.Text("token_type").ShouldBe("Bearer");
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_revoked_token_is_not_and_that_is_an_answer()
    {
        var tokens = await org.TokensAsync();

        var revoked = (await org.Run.After(tokens).PosternAsync("revoke")).ShouldSucceed();
        var asked = (await org.Run.After(tokens).PosternAsync("introspect")).ShouldSucceed();

        revoked.Out.ShouldBeEmpty();
        revoked.Error.ShouldBe($"Revoked the access token.{Environment.NewLine}");
        asked.Out.ReplaceLineEndings("\n").ShouldBe("{\n  \"active\": false\n}\n");
    }

    [Fact]
    public async Task A_web_app_proves_itself_with_its_secret()
    {
        var tokens = await org.Run.PosternAsync(["token", .. org.AsUser(), .. org.AsWeb, "--client-secret", "env:SECRET"]);

        (await org.Run.After(tokens).PosternAsync("introspect", "--client-secret", "env:SECRET")).ShouldSucceed().Json.GetProperty("active")
            .GetBoolean().ShouldBeTrue();

        var refused = await org.Run.With("SECRET", "hidden-value-that-is-long-enough-for-anything").After(tokens)
            .PosternAsync("introspect", "--client-secret", "env:SECRET", "--output", "json");
        refused.ShouldFail(3, "invalid_client");
        refused.JsonError.GetProperty("stage").GetString().ShouldBe("introspect");
        refused.Error.ShouldNotContain("hidden-value");
    }

    [Fact]
    public async Task A_bare_token_is_asked_about_by_the_app_that_the_flags_name()
    {
        var token = (await org.TokensAsync("--output", "raw")).Out;

        (
            await org.Run.With("T", token).PosternAsync(
                "introspect",
                "--token",
                "env:T",
                "--org",
                org.Org.Url,
                "--client-id",
                org.Spa.ClientId)).ShouldSucceed().Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        (await org.Run.With("T", token).PosternAsync("introspect", "--token", "env:T", "--org", org.Org.Url))
            .ShouldFail(2, "No client id.");
        (await org.Run.With("T", token).PosternAsync("introspect", "--token", "env:T")).ShouldFail(2, "No org.");
    }

    [Fact]
    public async Task What_was_revoked_is_told_as_JSON_where_that_is_asked_for()
    {
        var said = (await org.Run.After(await org.TokensAsync()).PosternAsync("revoke", "--output", "json")).ShouldSucceed();

        said.Json.GetProperty("revoked").GetBoolean().ShouldBeTrue();
        said.Text("token_type_hint").ShouldBe("access_token");
        said.Text("issuer").ShouldBe(org.Org.IssuerOf("default"));
    }

    [Fact]
    public async Task An_ID_token_cannot_be_revoked() =>
        (await org.Run.After(await org.TokensAsync()).PosternAsync("revoke", "--token", "id"))
            .ShouldFail(2, "An ID token cannot be revoked.");

    [Fact]
    public async Task Tokens_outlive_an_embedded_org_and_that_is_said()
    {
        var tokens = (await Run.Postern("token")).ShouldSucceed();

        (await new Run().After(tokens).PosternAsync("introspect")).ShouldFail(7, "'postern org start' runs one that stays");
    }

    [Fact]
    public async Task Narration_shows_the_token_by_its_fingerprint_alone()
    {
        var tokens = await org.TokensAsync();

        var said = (await org.Run.After(tokens).PosternAsync("introspect", "-v")).ShouldSucceed();

        said.Error.ShouldContain("/v1/introspect");
        said.Error.ShouldNotContain(tokens.Text("access_token"));
    }
}
