using System.Diagnostics;

namespace Postern.Testing.Tests;

/// <summary>The fixtures of docs/testing-apis.md, each run by its own framework; xUnit's is run by these tests themselves.</summary>
public sealed class FixtureTests
{
    /// <summary>Built beside these tests.</summary>
    static readonly string Fixtures = Path.Combine(
        AppContext.BaseDirectory.Replace("/tests/Postern.Testing.Tests/", "/samples/Fixtures/", StringComparison.Ordinal), "Fixtures.dll");

    [Fact]
    public async Task An_org_begins_before_the_first_test_and_ends_after_the_last_of_each_framework()
    {
        using var run = Process.Start(new ProcessStartInfo("dotnet", ["exec", Fixtures, "nunit", "mstest", "tunit"])
        {
            // What a runner leaves lies where it was run.
            WorkingDirectory = Path.GetDirectoryName(Fixtures),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(The.Ct), run.StandardError.ReadToEndAsync(The.Ct));
        await run.WaitForExitAsync(The.Ct).InTimeAsync("the end of the fixtures");

        run.ExitCode.ShouldBe(0, await output + await errors);
        (await output).Split('\n').Count(line => line.Trim() is "succeeded: 1").ShouldBe(3, await output);
    }
}
