using System.Text.RegularExpressions;

namespace Postern.Cli.Tests.Nodes;

/// <summary>What docs/deploy/README.md says to type.</summary>
static partial class DeployPage
{
    static readonly string Text = File.ReadAllText(Path.Combine(ThreeNodes.Deploy, "README.md"));

    /// <summary>The blocks of commands below a heading.</summary>
    public static IReadOnlyList<string> Commands(string heading) =>
        [.. Block().Matches(Section(heading)).Select(block => block.Groups["commands"].Value)];

    /// <summary>The statements by which the database is made.</summary>
    public static string[] Database(string password) =>
        Statements().Match(Section("The database")).Groups["statements"].Value.Replace("…", password).Split("; ");

    static string Section(string heading) => Text.Split($"\n## {heading}\n")[1].Split("\n## ")[0];

    [GeneratedRegex("""^```sh\n(?<commands>.*?)^```""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`(?<statements>create role [^`]*)`")]
    private static partial Regex Statements();
}
