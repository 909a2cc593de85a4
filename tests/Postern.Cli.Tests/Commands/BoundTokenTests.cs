using System.Security.Cryptography;

namespace Postern.Cli.Tests.Commands;

/// <summary>Tokens bound to a key (<c>--dpop</c>), asked for by a pushed request (<c>--par</c>).</summary>
public class BoundTokenTests(TheOrg org)
{
    [Fact]
    public async Task A_bound_token_is_printed_with_its_key_and_the_next_commands_use_it()
    {
        var tokens = await org.TokensAsync("--dpop", "--scopes", "openid offline_access");

        tokens.Text("token_type").ShouldBe("DPoP");
        tokens.Text("dpop_key").ShouldStartWith("-----BEGIN PRIVATE KEY-----");
        (await org.Run.After(tokens).PosternAsync("userinfo")).ShouldSucceed().Text("sub").ShouldBe("00u1adaActive0000005");
        (await org.Run.After(tokens).PosternAsync("verify")).ShouldSucceed().Out.ShouldMatch(@"(?m)^passed   cnf ");
        (await org.Run.After(tokens).PosternAsync("introspect")).ShouldSucceed().Text("token_type").ShouldBe("DPoP");
        var refreshed = (await org.Run.After(tokens).PosternAsync("refresh")).ShouldSucceed();
        refreshed.Text("token_type").ShouldBe("DPoP");
        refreshed.Text("dpop_key").ShouldBe(tokens.Text("dpop_key"));
    }

    [Fact]
    public async Task A_key_that_is_kept_can_be_given()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var run = org.Run.With("KEY", ec.ExportPkcs8PrivateKeyPem());

        var said = (await run.PosternAsync(["token", .. org.AsUser(), .. org.AsSpa, "--dpop-key", "env:KEY", "--output", "header"]))
            .ShouldSucceed();

        said.Out.ShouldStartWith("Authorization: DPoP ey");
        said.Error.ShouldContain("each request needs a DPoP header of its own");
        var token = said.Out.Trim().Split(' ')[^1];
        (await run.With("T", token).PosternAsync("userinfo", "--token", "env:T", "--org", org.Org.Url, "--dpop-key", "env:KEY"))
            .ShouldSucceed();
        (await run.With("T", token).PosternAsync("userinfo", "--token", "env:T", "--org", org.Org.Url))
            .ShouldFail(5, "--dpop-key REF gives the key that the token is bound to");
    }

    [Fact]
    public async Task A_bare_token_whose_key_nobody_keeps_is_warned_about() =>
        (await org.TokensAsync("--dpop", "--output", "raw")).Error.ShouldContain("worth nothing without it");

    [Fact]
    public async Task A_shell_gets_the_key_too()
    {
        var said = await org.TokensAsync("--dpop", "--output", "env");

        said.Out.ShouldContain("export POSTERN_DPOP_KEY='-----BEGIN PRIVATE KEY-----\n");
    }

    [Fact]
    public async Task What_is_no_key_is_a_slip_and_not_repeated()
    {
        var said = await org.Run.With("KEY", "hidden-value")
            .PosternAsync(["token", .. org.AsUser(), .. org.AsSpa, "--dpop-key", "env:KEY"]);

        said.ExitCode.ShouldBe(2, said.Error);
        said.Error.ShouldNotContain("hidden-value");
    }

    [Fact]
    public async Task The_key_never_reaches_the_narration()
    {
        var tokens = await org.TokensAsync("--dpop", "--par", "-v");

        tokens.Error.ShouldContain("/v1/par");
        tokens.Error.ShouldContain("DPoP: sha256:");
        tokens.Error.ShouldNotContain("PRIVATE KEY");
        tokens.Error.ShouldNotContain(tokens.Text("access_token"));
    }

    [Fact]
    public async Task A_pushed_request_leaves_nothing_in_the_URL()
    {
        var said = await org.TokensAsync("--par", "-v");

        said.Error.ShouldMatch(@"(?m)^> GET \S+/v1/authorize\?client_id=\w+&request_uri=\S+");
        said.Error.ShouldNotMatch(@"(?m)^> GET \S+/v1/authorize\?\S*redirect_uri=");
    }

    [Theory]
    [InlineData()]
    [InlineData("--par")]
    public async Task A_code_is_bound_by_the_step_that_asks_for_it_and_the_next_one_proves_the_key(params string[] args)
    {
        var authorize = (await AuthorizeAsync(org.Run, ["--dpop", "-v", .. args])).ShouldSucceed();
        var exchange = (await org.Run.After(authorize).PosternAsync("exchange")).ShouldSucceed();

        authorize.Error.ShouldContain("dpop_jkt");
        authorize.Error.ShouldNotContain("PRIVATE KEY");
        authorize.Text("dpop_key").ShouldStartWith("-----BEGIN PRIVATE KEY-----");
        exchange.Text("token_type").ShouldBe("DPoP");
        exchange.Text("dpop_key").ShouldBe(authorize.Text("dpop_key"));
    }

    [Fact]
    public async Task A_bound_code_is_worth_nothing_with_another_key()
    {
        var authorize = (await AuthorizeAsync(org.Run, "--dpop")).ShouldSucceed();
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var run = org.Run.After(authorize).With("KEY", another.ExportPkcs8PrivateKeyPem());

        (await run.PosternAsync("exchange", "--dpop-key", "env:KEY")).ShouldFail(5, "invalid_dpop_proof");
    }

    [Fact]
    public async Task A_code_that_was_not_bound_may_still_give_bound_tokens()
    {
        var authorize = (await AuthorizeAsync(org.Run, "--par")).ShouldSucceed();

        (await org.Run.After(authorize).PosternAsync("exchange", "--dpop")).ShouldSucceed().Text("token_type").ShouldBe("DPoP");
    }

    [Fact]
    public async Task A_bare_code_whose_key_nobody_keeps_is_warned_about()
    {
        using var kept = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var run = org.Run.With("KEY", kept.ExportPkcs8PrivateKeyPem());

        (await AuthorizeAsync(run, "--dpop", "--output", "raw")).ShouldSucceed().Error.ShouldContain("worth nothing without it");
        (await AuthorizeAsync(run, "--dpop-key", "env:KEY", "--output", "raw")).ShouldSucceed().Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tokens_of_the_front_channel_come_without_a_key()
    {
        var authn = (await org.Run.PosternAsync(["authn", .. org.AsUser()])).ShouldSucceed();
        var authorize = (
            await org.Run.After(authn)
                .PosternAsync(["authorize", .. org.AsWeb, "--response-type", "id_token token", "--dpop"])).ShouldSucceed();

        authorize.Json.TryGetProperty("dpop_key", out _).ShouldBeFalse();
        (await org.Run.After(authorize).PosternAsync("exchange")).ShouldSucceed().Text("token_type").ShouldBe("Bearer");
    }

    async Task<Said> AuthorizeAsync(Run run, params string[] args)
    {
        var authn = (await run.PosternAsync(["authn", .. org.AsUser()])).ShouldSucceed();
        return await run.After(authn).PosternAsync(["authorize", .. org.AsSpa, .. args]);
    }
}
