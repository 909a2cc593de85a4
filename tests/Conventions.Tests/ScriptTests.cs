using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests;

/// <summary>The scripts beside the sources, as far as they can be judged without being run.</summary>
public partial class ScriptTests
{
    [Theory]
    [InlineData("test")]
    [InlineData("release")]
    [InlineData("docs/deploy/rolling-restart")]
    [InlineData("bench/mint")]
    [InlineData("tests/Postern.Cli.Tests/Nodes/machine")]
    [InlineData("tests/Postern.Cli.Tests/Nodes/stand-ins")]
    public async Task A_script_is_one_and_may_be_executed(string script)
    {
        var parsed = await CommandLine.RunAsync("bash", ["-n", Repository.PathOf(script)], TestContext.Current.CancellationToken);

        parsed.ExitCode.ShouldBe(0, parsed.Output);
        if (!OperatingSystem.IsWindows())
            (File.GetUnixFileMode(Repository.PathOf(script)) & UnixFileMode.UserExecute).ShouldNotBe(default);
    }

    [Fact]
    public void The_release_finds_the_version_and_the_files_that_it_hands_out()
    {
        var script = Repository.Read("release");
        var named = Named().Matches(script).Select(match => match.Value).Distinct().ToList();

        Regex.Match(Repository.Read("Directory.Build.props"), "<Version>(.*)</Version>").Groups[1].Value.ShouldBe("0.1.0");
        named.ShouldContain("docs/deploy/Dockerfile");
        named.Where(file => !Repository.Files.Any(each => each == file || each.StartsWith(file + "/", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"(?<=\s)((src|docs)/[\w./]+|LICENSE|CHANGELOG\.md|Postern\.slnx|Directory\.Build\.props)(?=\s)")]
    private static partial Regex Named();
}
