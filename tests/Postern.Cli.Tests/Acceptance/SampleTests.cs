using System.Diagnostics;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>Other languages' applications and their own tests, as they lie in <c>samples</c>.</summary>
[Trait("Runs", "Last")]
public sealed class SampleTests(CopiedSamples samples) : IClassFixture<CopiedSamples>
{
    [Fact]
    public async Task The_tests_of_an_Express_application_pass_with_an_org_of_their_own()
    {
        samples.SkipWithout("node", "npm");
        var folder = samples.Folder("node");

        using var tests = Command.Shell($"cd {folder} && XDG_DATA_HOME={folder} postern org run --https -- npm test");
        var said = await tests.EndAsync();

        said.ExitCode.ShouldBe(0, said.Out + said.Error);
        said.Out.ShouldContain(" pass 3\n");
        said.Out.ShouldContain(" fail 0\n");
    }

    [Theory]
    [InlineData("node-api", "node", " pass 5\n")]
    [InlineData("python", "python3", "Ran 5 tests")]
    [InlineData("java", "java", "ok: a customer reads the orders\nok: a token that was revoked is good no more\n")]
    [InlineData("shell", "node curl", "ok 401\nok 401\nok 200\nok 403\n")]
    [InlineData("load", "node", "statuses {\"200\":200}\n")]
    [InlineData("postman", "npm", "Who has none is not")]
    public async Task The_tests_of_a_sample_pass_by_the_command_of_its_README(string sample, string programs, string output)
    {
        samples.SkipWithout(sample, programs.Split(' '));

        var said = await samples.RunAsync(sample);

        said.ExitCode.ShouldBe(0, said.Out + said.Error);
        said.Out.ShouldContain(output);
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("playwright", "npm", " 3 passed ")]
    [InlineData("selenium", "node chromedriver", " pass 1\n")]
    [InlineData("cypress", "npx", "All specs passed!")]
    public async Task A_browser_begins_signed_in_and_meets_no_login_page(string sample, string programs, string output)
    {
        samples.SkipWithout(sample, programs.Split(' '));
        CopiedSamples.SkipWithoutChromium();

        var said = await samples.RunAsync(sample);

        said.ExitCode.ShouldBe(0, said.Out + said.Error);
        said.Out.ShouldContain(output);
    }

    [Fact]
    public async Task K6_takes_the_same_tokens()
    {
        samples.SkipWithout("load", "node", "k6");

        var said = await samples.RunAsync("load", "WITH=k6", "DURATION=1s");

        said.ExitCode.ShouldBe(0, said.Out + said.Error);
        said.Out.ShouldContain("is let in");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_React_page_signs_in_by_redirect_on_either_engine()
    {
        samples.SkipWithout("react", "npm");
        CopiedSamples.SkipWithoutChromium();

        var said = await samples.RunAsync("react");

        said.ExitCode.ShouldBe(0, said.Out + said.Error);
        said.Out.ShouldContain(" 2 passed ");
    }

    /// <summary>k6 and Cypress bring a runtime of their own, which is mostly not here.</summary>
    [Theory]
    [InlineData("load/k6.js")]
    [InlineData("cypress/cypress.config.js")]
    [InlineData("cypress/cypress/support/commands.js")]
    [InlineData("cypress/cypress/support/e2e.js")]
    [InlineData("cypress/cypress/e2e/warehouse.cy.js")]
    public async Task What_no_test_runs_is_JavaScript_all_the_same(string file)
    {
        samples.SkipWithout("load", "node");
        var module = samples.Folder(file + ".mjs");
        File.Copy(samples.Folder(file), module);

        using var node = Process.Start(new ProcessStartInfo("node", ["--check", module]) { RedirectStandardError = true })!;
        var error = await node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).InTimeAsync("what node says");
        await node.WaitForExitAsync(TestContext.Current.CancellationToken).InTimeAsync("the end of node");

        node.ExitCode.ShouldBe(0, error);
    }
}
