using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests;

/// <summary>What the documents show is what compiles, runs and is there.</summary>
public partial class DocumentTests
{
    public static TheoryData<string> Quotes => [.. Blocks(Repository.Read("README.md"))];

    [Theory]
    [MemberData(nameof(Quotes))]
    public void A_sample_is_quoted_from_the_samples_project(string quote)
    {
        var samples = Repository.Files.Where(file => file.StartsWith("samples/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

        samples.ShouldContain(file => Unindented(Repository.Read(file)).Contains(Unindented(quote), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_samples_run()
    {
        string[] run = ["run", "--project", Repository.PathOf("samples/Readme"), "--no-build"];

        var ran = await CommandLine.RunAsync("dotnet", run, TestContext.Current.CancellationToken);

        ran.ExitCode.ShouldBe(0, ran.Output);
        ran.Output.ShouldContain("ada@example.com");
    }

    [Fact]
    public void Every_document_that_the_README_links_to_is_there()
    {
        var links = Repository.Read("README.md").Split("](").Skip(1).Select(rest => rest.Split(')')[0]).Where(link => !link.Contains("://", StringComparison.Ordinal));

        links.Where(link => !Repository.Files.Any(file => file == link || file.StartsWith(link + "/", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_source_file_that_the_layout_document_walks_through_is_there()
    {
        var named = SourceFile().Matches(Repository.Read("docs/layout.md")).Select(match => "src/Postern." + match.Value);

        named.Where(file => !Repository.Files.Contains(file)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_command_has_its_line_in_the_document_of_commands()
    {
        var verbs = Verb().Matches(Repository.Read("src/Postern.Cli/PosternCommand.cs")).Select(match => match.Groups["name"].Value).ToList();
        var document = Repository.Read("docs/command.md");

        verbs.Count.ShouldBeGreaterThan(10);
        verbs.Where(verb => !document.Contains($"| `postern {verb}", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex("""\("(?<name>[a-z-]+)", \w+Command\.Create\)""")]
    private static partial Regex Verb();

    [GeneratedRegex(@"\b(Cli|Client|LocalOrg)/[\w/.]+\.cs")]
    private static partial Regex SourceFile();

    static IEnumerable<string> Blocks(string markdown) => markdown.Split("```csharp\n").Skip(1).Select(rest => rest.Split("```")[0].Trim());

    static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
