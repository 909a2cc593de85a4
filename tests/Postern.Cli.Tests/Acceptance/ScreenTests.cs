namespace Postern.Cli.Tests.Acceptance;

/// <summary>The built command at a terminal of its own, which <c>script</c> makes.</summary>
[Trait("Runs", "Last")]
public class ScreenTests(TheOrg org)
{
    [Theory]
    [InlineData(20, false)]
    [InlineData(120, true)]
    public async Task A_terminal_says_how_wide_it_is(int columns, bool isDrawn)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no script here.");
        // In the shell's place: the signal is for whoever has the terminal, which ends the command behind it.
        using var shell = Command.Shell($"exec script -qec 'stty cols {columns}; exec postern device' /dev/null");

        var seen = "";
        while (!seen.Contains("and enter the code", StringComparison.Ordinal))
            seen += await shell.LineAsync() ?? "and enter the code, which never came";
        shell.Signal("TERM");

        seen.Contains('█').ShouldBe(isDrawn, seen);
        seen.ShouldNotContain("never came");
    }

    // As in TOKEN=$(postern token 2>/dev/null), where somebody would wait for a question that nobody sees.
    [Fact]
    public async Task A_question_is_asked_at_the_terminal_where_stderr_leads_elsewhere()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no script here.");
        using var shell = Command.Shell($"""
            printf '%s\r' "$PASSWORD" | script -qec 'postern token --output raw --org {org.Org.Url} --client-id {org.Spa.ClientId} --redirect-uri {org.Spa.RedirectUris[0]} --username ada@example.com 2>/dev/null' /dev/null
            """);

        var said = (await shell.EndAsync()).ShouldSucceed();

        said.Out.ShouldContain("Password of ada@example.com: ");
        said.Out.ShouldContain("eyJ");
    }
}
