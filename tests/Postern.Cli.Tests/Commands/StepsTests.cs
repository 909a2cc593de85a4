using System.Text.Json.Nodes;

namespace Postern.Cli.Tests.Commands;

/// <summary>The three steps one at a time, each fed with what the last one printed.</summary>
public class StepsTests(TheOrg org)
{
    [Fact]
    public async Task Three_steps_make_tokens()
    {
        var authn = (await org.Run.PosternAsync(["authn", .. org.AsUser()])).ShouldSucceed();
        var authorize = (await Fed(authn).PosternAsync(["authorize", .. org.AsSpa])).ShouldSucceed();
        var exchange = (await Fed(authorize).PosternAsync("exchange")).ShouldSucceed();

        authn.Text("status").ShouldBe("SUCCESS");
        authn.Text("org").ShouldBe(org.Org.Url);
        authorize.Text("issuer").ShouldBe(org.Org.IssuerOf("default"));
        authorize.Text("code_verifier").Length.ShouldBeInRange(43, 128);
        exchange.Text("access_token").ShouldNotBeEmpty();
        exchange.Text("id_token").ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("code", "query")]
    [InlineData("id_token token", "form_post")]
    [InlineData("code id_token token", "fragment")]
    public async Task A_web_app_walks_them_in_every_way_of_asking(string type, string mode)
    {
        var authn = await org.Run.PosternAsync(["authn", .. org.AsUser()]);
        var authorize = (
            await Fed(authn)
                .PosternAsync(["authorize", .. org.AsWeb, "--response-type", type, "--response-mode", mode, "--no-pkce"])).ShouldSucceed();
        var exchange = (await Fed(authorize).PosternAsync("exchange", "--client-secret", "env:SECRET")).ShouldSucceed();

        authorize.Json.TryGetProperty("code_verifier", out _).ShouldBeFalse();
        exchange.Text("id_token").ShouldNotBeEmpty();
        exchange.Text("access_token").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_web_app_proves_itself_where_its_request_is_pushed()
    {
        var authn = (await org.Run.PosternAsync(["authn", .. org.AsUser()])).ShouldSucceed();
        (await Fed(authn).PosternAsync(["authorize", .. org.AsWeb, "--par"])).ShouldFail(3, "invalid_client");

        var authorize = (await Fed(authn).PosternAsync(["authorize", .. org.AsWeb, "--par", "--client-secret", "env:SECRET"]))
            .ShouldSucceed();

        (await Fed(authorize).PosternAsync("exchange", "--client-secret", "env:SECRET")).ShouldSucceed().Text("id_token")
            .ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_last_steps_output_may_be_named_instead_of_piped()
    {
        var token = (await org.Run.PosternAsync(["authn", .. org.AsUser(), "--output", "raw"])).ShouldSucceed().Out;

        var authorize = (
            await org.Run.With("SESSION_TOKEN", token)
                .PosternAsync(["authorize", "--session-token", "env:SESSION_TOKEN", "--org", org.Org.Url, .. org.AsSpa])).ShouldSucceed();

        (await org.Run.With("AUTHORIZATION", authorize.Out).PosternAsync("exchange", "env:AUTHORIZATION", "--output", "claims"))
            .ShouldSucceed().Text("sub").ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task A_session_token_makes_one_session()
    {
        var authn = await org.Run.PosternAsync(["authn", .. org.AsUser()]);
        (await Fed(authn).PosternAsync(["authorize", .. org.AsSpa])).ShouldSucceed();

        var again = await Fed(authn).PosternAsync(["authorize", .. org.AsSpa, "--output", "json"]);

        again.ExitCode.ShouldBe(4);
        again.JsonError.GetProperty("error").GetString().ShouldBe("login_required");
    }

    [Fact]
    public async Task A_code_is_redeemed_once()
    {
        var authorize = await AuthorizeAsync();
        (await Fed(authorize).PosternAsync("exchange")).ShouldSucceed();

        var again = await Fed(authorize).PosternAsync("exchange", "--output", "json");

        again.ExitCode.ShouldBe(5);
        again.JsonError.GetProperty("error").GetString().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task An_ID_token_with_another_nonce_fails_validation()
    {
        var tampered = JsonNode.Parse((await AuthorizeAsync()).Out)!;
        tampered["nonce"] = "another";

        var said = await (org.Run with { Input = tampered.ToJsonString() }).PosternAsync("exchange", "--output", "json");

        said.ExitCode.ShouldBe(9);
        said.JsonError.GetProperty("code").GetString().ShouldBe("invalid_token");
        said.JsonError.GetProperty("check").GetString().ShouldBe("nonce");
    }

    [Theory]
    [InlineData("authorize", "", "The input is empty.")]
    [InlineData("authorize", "{}", "The input has no session_token.")]
    [InlineData("exchange", "{}", "The input has no issuer.")]
    [InlineData("exchange", "not-json", "The input is no JSON object.")]
    public async Task Input_that_is_not_the_last_steps_is_refused(string command, string input, string because) =>
        (await (org.Run with { Input = input }).PosternAsync(command)).ShouldFail(2, because);

    [Fact]
    public async Task A_step_without_input_at_a_terminal_asks_for_the_flag_instead_of_hanging() =>
        (await (org.Run with { AtTerminal = true }).PosternAsync("authorize")).ShouldFail(2, "--session-token REF");

    [Fact]
    public async Task A_step_needs_an_org_that_outlives_it() =>
        (await org.Run.PosternAsync("authn", "--username", "ada", "--password", "env:PASSWORD")).ShouldFail(2, "No org.");

    async Task<Said> AuthorizeAsync() =>
        (await Fed(await org.Run.PosternAsync(["authn", .. org.AsUser()])).PosternAsync(["authorize", .. org.AsSpa])).ShouldSucceed();

    Run Fed(Said said) => org.Run with { Input = said.Out };
}
