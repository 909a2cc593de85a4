using Microsoft.Extensions.Time.Testing;

namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern verify</c> with tokens of the local org and its real keys.</summary>
public class VerifyTests(TheOrg org)
{
    [Fact]
    public async Task A_good_access_token_passes_check_by_check()
    {
        var said = (await VerifyAsync("--audience", "api://default", "--scopes", "openid profile")).ShouldSucceed();

        said.Out.ShouldMatch(@"(?m)^passed   signature +The access_token ");
        said.Out.ShouldMatch(@"(?m)^passed   iss ");
        said.Out.ShouldMatch(@"(?m)^passed   aud +.*'api://default'");
        said.Out.ShouldMatch(@"(?m)^passed   exp ");
        said.Out.ShouldMatch($"(?m)^passed   cid +.*{org.Spa.ClientId}");
        said.Out.ShouldMatch(@"(?m)^passed   scp +.*openid profile");
        said.Out.TrimEnd().ShouldEndWith("The access token is good for api://default.");
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_not_asked_for_is_said_to_be_skipped()
    {
        var said = (await VerifyAsync()).ShouldSucceed();

        said.Out.ShouldMatch(@"(?m)^skipped  scp +.*openid profile email");
        said.Out.TrimEnd().ShouldEndWith("The access token is good for whomever it is meant for: no --audience was given.");
    }

    [Fact]
    public async Task An_ID_token_is_held_against_its_app_and_the_access_token_beside_it()
    {
        var said = (await VerifyAsync("--token", "id")).ShouldSucceed();

        said.Out.ShouldMatch($"(?m)^passed   aud +.*{org.Spa.ClientId}");
        said.Out.ShouldMatch(@"(?m)^passed   at_hash ");
        said.Out.TrimEnd().ShouldEndWith("The ID token is good.");
    }

    [Theory]
    [InlineData("aud", "api://other", "--audience", "api://other")]
    [InlineData("scp", "orders:read", "--scopes", "openid orders:read")]
    [InlineData("cid", "0oa1other", "--client-id", "0oa1other")]
    [InlineData("nonce", "", "--token", "id", "--nonce", "another")]
    [InlineData("iss", "", "--auth-server", "org")]
    public async Task A_token_that_is_not_good_exits_with_9_and_names_the_check(string check, string expected, params string[] args)
    {
        var tokens = await org.TokensAsync();

        var told = await org.Run.After(tokens).PosternAsync(["verify", .. args]);
        told.ExitCode.ShouldBe(9, told.Error);
        told.Out.ShouldMatch($"(?m)^failed   {check} ");
        told.Out.ShouldContain("is not good: ");
        told.Error.ShouldStartWith("error (validation): ");
        told.Error.ShouldContain("\nhint: ");

        var script = await org.Run.After(tokens).PosternAsync(["verify", .. args, "--output", "json"]);
        script.ExitCode.ShouldBe(9);
        script.Json.GetProperty("valid").GetBoolean().ShouldBeFalse();
        var failed = script.Json.GetProperty("checks").EnumerateArray().Single(found => found.GetProperty("check").GetString() == check);
        failed.GetProperty("verdict").GetString().ShouldBe("failed");
        script.JsonError.GetProperty("code").GetString().ShouldBe("invalid_token");
        script.JsonError.GetProperty("check").GetString().ShouldNotBeEmpty();
        if (expected.Length > 0)
            failed.GetProperty("expected").GetString()!.ShouldContain(expected);
    }

    [Fact]
    public async Task An_altered_token_fails_by_its_signature()
    {
        var token = (await org.TokensAsync("--output", "raw")).Out.Trim().Split('.');
        var other = (await org.TokensAsync("--output", "raw")).Out.Trim().Split('.');

        var said = await org.Run.With("JWT", $"{token[0]}.{token[1]}.{other[2]}")
            .PosternAsync("verify", "--token", "env:JWT", "--issuer", org.Org.IssuerOf("default"));

        said.ExitCode.ShouldBe(9);
        said.Out.ShouldMatch(@"(?m)^failed   signature ");
    }

    [Fact]
    public async Task An_expired_token_fails_by_its_time_alone()
    {
        var tokens = await org.TokensAsync();
        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(2));

        var said = await (org.Run.After(tokens) with { Time = later }).PosternAsync("verify", "--output", "json");

        said.ExitCode.ShouldBe(9);
        Verdicts(said).Where(check => check.Verdict is "failed").Select(check => check.Name).ShouldBe(["exp"]);
    }

    [Theory]
    [InlineData("not-a-jwt")]
    [InlineData("a.b.c")]
    public async Task What_is_no_JWT_fails_by_its_format_and_is_not_repeated(string token)
    {
        var said = await org.Run.With("T", token).PosternAsync("verify", "--token", "env:T", "--org", org.Org.Url, "--output", "json");

        said.ExitCode.ShouldBe(9);
        Verdicts(said).ShouldBe([("format", "failed")]);
        said.Error.ShouldNotContain(token);
    }

    [Fact]
    public async Task A_bare_token_needs_an_issuer_to_be_held_against() =>
        (await org.Run.With("T", "a.b.c").PosternAsync("verify", "--token", "env:T")).ShouldFail(2, "No org.");

    [Fact]
    public async Task On_a_terminal_the_verdicts_are_coloured()
    {
        var run = org.Run.With("TOKENS", (await org.TokensAsync()).Out) with { AtTerminal = true };

        (await run.PosternAsync("verify", "env:TOKENS")).ShouldSucceed().Out.ShouldContain("\e[32mpassed");
        (await run.PosternAsync("verify", "env:TOKENS", "--no-color")).ShouldSucceed().Out.ShouldNotContain('\e');
    }

    async Task<Said> VerifyAsync(params string[] args) => await org.Run.After(await org.TokensAsync()).PosternAsync(["verify", .. args]);

    static IEnumerable<(string? Name, string? Verdict)> Verdicts(Said said) =>
        said.Json.GetProperty("checks").EnumerateArray()
            .Select(check => (check.GetProperty("check").GetString(), check.GetProperty("verdict").GetString()));
}
