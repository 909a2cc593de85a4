using System.Text.RegularExpressions;

namespace Postern.Cli.Tests.Nodes;

/// <summary>The files of docs/deploy that no test runs: every command in them is one that there is, with flags that it has.</summary>
public partial class DeployFilesTests
{
    [Theory]
    [InlineData("postern@.service", 1)]
    [InlineData("compose.yaml", 1)]
    [InlineData("README.md", 2)]
    public void Its_commands_are_understood(string file, int atLeast)
    {
        var text = File.ReadAllText(Path.Combine(ThreeNodes.Deploy, file));

        var commands = Command().Matches(Continued().Replace(text, " ")).Select(match => match.Groups["arguments"].Value)
            .Select(Arguments).ToList();

        commands.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        foreach (var command in commands)
            Should.NotThrow(() => CommandLine.Parse(command).Read(), string.Join(' ', command));
    }

    [Fact]
    public void Nginx_sends_nothing_twice_that_may_have_been_done()
    {
        var configuration = File.ReadAllText(Path.Combine(ThreeNodes.Deploy, "nginx.conf"));

        configuration.ShouldMatch(@"\n *proxy_next_upstream error timeout;\n");
        configuration.ShouldMatch(@"location ~ \^/oauth2/\(\.\+/\)\?v1/authorize\(/redirect\)\?\$ \{\n *proxy_next_upstream off;");
    }

    static string[] Arguments(string line) =>
    [
        .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('\'').Replace("%i", "7777").Replace("$port", "7777")),
    ];

    /// <summary>A line that goes on, in a shell, a unit or folded YAML.</summary>
    [GeneratedRegex(@"\\\n\s*|\n\s+(?=--)")]
    private static partial Regex Continued();

    [GeneratedRegex(@"(?<=^|/|\s)postern (?<arguments>org (start|backup) [^\n&`]*)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
