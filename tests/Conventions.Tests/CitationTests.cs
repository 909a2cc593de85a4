using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests;

/// <summary>Comments cite the fact sheets in <c>docs/okta</c> by section; whoever looks there finds it.</summary>
public partial class CitationTests
{
    static readonly Dictionary<string, string> Sheets =
        Directory.GetFiles(Repository.PathOf("docs/okta"), "*.md").ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    static readonly Dictionary<string, HashSet<string>> Headings = Sheets.ToDictionary(
        sheet => sheet.Key, sheet => Heading().Matches(sheet.Value).Select(heading => heading.Groups[1].Value).ToHashSet());

    [Fact]
    public void Every_section_that_is_cited_is_a_heading_of_its_sheet()
    {
        var nowhere = Citing().SelectMany(file => Numbered().Matches(Repository.Read(file)).SelectMany(Sections)
            .Where(cited => !HasSection(cited)).Select(cited => $"{file}: {cited.Sheet} {cited.Section}"));

        nowhere.ShouldBeEmpty();
    }

    [Fact]
    public void Every_failure_and_probe_that_is_cited_is_one_of_its_sheet()
    {
        var nowhere = Citing().SelectMany(file => Lettered().Matches(Repository.Read(file))
            .Where(cited => !Sheets.TryGetValue(cited.Groups[1].Value, out var sheet)
                || !Regex.IsMatch(sheet, $@"^(\*\*|\| ){cited.Groups[2].Value} ", RegexOptions.Multiline))
            .Select(cited => $"{file}: {cited.Value}"));

        nowhere.ShouldBeEmpty();
    }

    [Fact]
    public void Every_sheet_that_is_cited_is_there()
    {
        var nowhere = Citing().SelectMany(file => Sheet().Matches(Repository.Read(file)).Select(cited => cited.Value)
            .Where(cited => !Sheets.ContainsKey(cited) && !File.Exists(Repository.PathOf($"docs/{cited}")))
            .Select(cited => $"{file}: {cited}"));

        nowhere.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_cited_is_found_where_there_are_several_too()
    {
        var match = Numbered().Match("as authn.md 6.5 to 6.12, 14 and 99.1 say");

        Sections(match).Select(cited => cited.Section).ShouldBe(["6.5", "6.12", "14", "99.1"]);
        Sections(match).Where(cited => !HasSection(cited)).ShouldBe([("authn.md", "99.1")]);
    }

    /// <summary>Code, and the sheets themselves where they refer to each other.</summary>
    static IEnumerable<string> Citing() => Repository.Files.Where(file =>
        (file.EndsWith(".cs", StringComparison.Ordinal) && !file.EndsWith("/CitationTests.cs", StringComparison.Ordinal))
        || (file.StartsWith("docs/", StringComparison.Ordinal) && file.EndsWith(".md", StringComparison.Ordinal)));

    static IEnumerable<(string Sheet, string Section)> Sections(Match cited) =>
        Number().Matches(cited.Groups[2].Value).Select(number => (cited.Groups[1].Value, number.Value));

    static bool HasSection((string Sheet, string Section) cited) =>
        Headings.TryGetValue(cited.Sheet, out var headings) && headings.Contains(cited.Section);

    [GeneratedRegex(@"\b([a-z-]+\.md)`? (?:§§? ?|section )?(\d+(?:\.\d+)*(?:(?:, | and | to )\d+(?:\.\d+)*)*)")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\b([a-z-]+\.md)`? ([A-Z]\d+)\b")]
    private static partial Regex Lettered();

    [GeneratedRegex(@"(?<![\w/.-])[a-z]+(?:-[a-z]+)*\.md\b")]
    private static partial Regex Sheet();

    [GeneratedRegex(@"^##+ (\d+(?:\.\d+)*)\.? ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\d+(?:\.\d+)*")]
    private static partial Regex Number();
}
