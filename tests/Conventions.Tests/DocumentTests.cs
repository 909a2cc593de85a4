using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests;

/// <summary>What the documents show is what compiles, runs and is there.</summary>
public partial class DocumentTests
{
    /// <summary>What users read; how Okta behaves and why we decided what is for ourselves.</summary>
    static IEnumerable<string> Documents => Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal)
        && (
            !file.Contains('/', StringComparison.Ordinal)
                || file.StartsWith("src/", StringComparison.Ordinal)
                || Path.GetDirectoryName(file) is "docs"));

    public static TheoryData<string> Quotes => [.. Documents.SelectMany(document => Blocks(Repository.Read(document))).Distinct()];

    public static TheoryData<string> Links => [.. Documents];

    [Theory]
    [MemberData(nameof(Quotes))]
    public void A_sample_is_quoted_from_the_samples_project(string quote)
    {
        var samples = Repository.Files.Where(
            file => file.StartsWith("samples/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

        samples.ShouldContain(file => Unindented(Repository.Read(file)).Contains(Unindented(quote), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docs/other-languages.md", 14)]
    [InlineData("docs/load-testing.md", 6)]
    public void A_page_for_other_languages_shows_nothing_but_what_the_samples_say(string page, int atLeast)
    {
        var samples = Repository.Files.Where(file => file.StartsWith("samples/", StringComparison.Ordinal))
            .Select(file => Unindented(Repository.Read(file))).ToList();

        var quotes = Fenced().Matches(Repository.Read(page)).Select(block => Unindented(block.Groups["code"].Value.Trim())).ToList();

        quotes.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        quotes.Where(quote => !samples.Exists(sample => sample.Contains(quote, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("samples/Readme", "ada@example.com")]
    [InlineData(
        "samples/JwtBearer", "ada@example.com is let in; nobody is 401\nThe API has passed: it refused all that it must, of 27 questions.")]
    public async Task A_sample_runs(string sample, string output)
    {
        // Built beside these tests; 'dotnet run' would look at each of its projects first.
        var built = AppContext.BaseDirectory.Replace("/tests/Conventions.Tests/", $"/{sample}/", StringComparison.Ordinal);

        var ran = await CommandLine.RunAsync(
            "dotnet", ["exec", Path.Combine(built, Path.GetFileName(sample) + ".dll")], TestContext.Current.CancellationToken);

        ran.ExitCode.ShouldBe(0, ran.Output);
        ran.Output.ShouldContain(output);
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void What_a_document_links_to_is_there(string document)
    {
        var links = Repository.Read(document).Split("](").Skip(1).Select(rest => rest.Split(')')[0])
            .Where(link => !link.Contains("://", StringComparison.Ordinal));

        links.Where(link => !IsThere(document, link)).ShouldBeEmpty();
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
        var verbs = Verb().Matches(Repository.Read("src/Postern.Cli/PosternCommand.cs")).Select(match => match.Groups["name"].Value)
            .ToList();
        var document = Repository.Read("docs/command.md");

        verbs.Count.ShouldBeGreaterThan(10);
        verbs.Where(verb => !document.Contains($"| `postern {verb}", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_flag_is_in_the_document_of_commands_and_no_other()
    {
        var sources = Repository.Files.Where(
            file => file.StartsWith("src/Postern.Cli/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));
        var flags = sources.SelectMany(file => Flag().Matches(Repository.Read(file)))
            .Select(match => match.Groups["flag"].Value).Distinct().ToList();
        var written = WrittenFlag().Matches(Repository.Read("docs/command.md")).Select(match => match.Value).Distinct().ToList();

        flags.Count.ShouldBeGreaterThan(100);
        flags.Except(written).ShouldBeEmpty();
        written.Except(flags).ShouldBeEmpty();
    }

    [GeneratedRegex("""\("(?<name>[a-z-]+)", \w+Command\.Create\)""")]
    private static partial Regex Verb();

    /// <summary>A text that is a flag and nothing else.</summary>
    [GeneratedRegex("""
        "(?<flag>--[a-z][a-z0-9-]*)"
        """)]
    private static partial Regex Flag();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z0-9-]*")]
    private static partial Regex WrittenFlag();

    /// <summary>A block that says its language.</summary>
    [GeneratedRegex(@"^ *```\w+\n(?<code>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"\b(Cli|Client|LocalOrg)/[\w/.]+\.cs")]
    private static partial Regex SourceFile();

    /// <summary>A file or folder, and of a file the heading.</summary>
    static bool IsThere(string document, string link)
    {
        var (path, heading) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var file = path is ""
            ? document
            : Path.GetRelativePath(Repository.Root, Path.GetFullPath(path, Path.GetDirectoryName(Repository.PathOf(document))!));
        if (heading is null)
            return Repository.Files.Any(each => each == file || each.StartsWith(file + "/", StringComparison.Ordinal));

        return Repository.Files.Contains(file)
            && Repository.Read(file).Split('\n').Any(line => line.StartsWith('#') && Anchor(line) == heading);
    }

    static string Anchor(string heading) =>
        string.Concat(heading.TrimStart('#').Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'))
            .Replace(' ', '-');

    static IEnumerable<string> Blocks(string markdown) => markdown.Split("```csharp\n").Skip(1).Select(rest => rest.Split("```")[0].Trim());

    static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
