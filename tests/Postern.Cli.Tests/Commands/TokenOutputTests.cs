using System.Diagnostics;

namespace Postern.Cli.Tests.Commands;

public class TokenOutputTests(TheOrg org)
{
    [Theory]
    [InlineData("access", "cid")]
    [InlineData("id", "nonce")]
    public async Task Raw_is_the_chosen_token_alone(string token, string claim)
    {
        var said = (await TokenAsync("--output", "raw", "--token", token)).ShouldSucceed();

        DecodedToken.Parse(said.Out).Has(claim).ShouldBeTrue();
        said.Out.ShouldMatch(@"^[\w.-]+\r?\n$");
    }

    [Fact]
    public async Task A_header_is_ready_for_curl() =>
        (await TokenAsync("--output", "header")).ShouldSucceed().Out.ShouldMatch(@"^Authorization: Bearer [\w.-]+\r?\n$");

    [Fact]
    public async Task Claims_are_the_chosen_tokens_claims() =>
        (await TokenAsync("--output", "claims", "--token", "id")).ShouldSucceed().Text("preferred_username").ShouldBe("ada@example.com");

    [Fact]
    public async Task Env_is_what_a_shell_can_evaluate()
    {
        var said = (await TokenAsync("--output", "env")).ShouldSucceed();

        var heard = await ShellAsync($"{said.Out}\nprintf %s \"$POSTERN_ISSUER $POSTERN_ACCESS_TOKEN\"");

        heard.ShouldStartWith($"{org.Org.IssuerOf("default")} ey");
        said.Out.ShouldContain("export POSTERN_ID_TOKEN='ey");
        said.Out.ShouldContain("export POSTERN_EXPIRES_AT='20");
    }

    [Fact]
    public async Task A_quote_in_a_value_does_not_end_it_for_the_shell()
    {
        using var output = new StringWriter();
        new TokenOutput("env", "access_token").Write(
            new Run().Terminal(output, TextWriter.Null),
            new(new() { AccessToken = "it's $(id)", ExpiresAt = default }, new("https://o", null), new() { ClientId = "0oa1" }));

        (await ShellAsync($"{output}\nprintf %s \"$POSTERN_ACCESS_TOKEN\"")).ShouldBe("it's $(id)");
    }

    [Fact]
    public async Task A_token_that_was_not_issued_is_named_with_what_would_bring_it()
    {
        var said = await TokenAsync("--output", "raw", "--token", "refresh");

        said.ShouldFail(2, "Okta issued no refresh_token.");
        said.Error.ShouldContain("offline_access");
    }

    Task<Said> TokenAsync(params string[] args) => org.Run.PosternAsync(["token", .. org.AsUser(), .. org.AsSpa, .. args]);

    static async Task<string> ShellAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true })!;
        return await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
