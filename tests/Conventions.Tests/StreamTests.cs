using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests;

/// <summary>What people read is made safe in one place, so everything must pass there.</summary>
public partial class StreamTests
{
    // Verb.cs prints the help, which is ours; Screen.cs gives Spectre the stream, and makes safe what is drawn.
    static readonly string[] Passages = ["Terminal.cs", "StatusLine.cs", "Verb.cs", "Output/Screen.cs", "CommandLine.cs"];

    [Fact]
    public void The_command_speaks_through_its_terminal_alone()
    {
        var others = Repository.SourceFiles.Where(
            file => file.StartsWith("src/Postern.Cli/", StringComparison.Ordinal) && !Passages.Contains(file["src/Postern.Cli/".Length..]));

        others.Where(file => Stream().IsMatch(Repository.Read(file))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\b(io|terminal|Console)\.(Out|Error)\b|\bConsole\.Write|\bMarkup\.From|new (Markup|Text)\(")]
    private static partial Regex Stream();
}
