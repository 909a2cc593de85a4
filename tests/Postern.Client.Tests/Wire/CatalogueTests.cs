using System.Text.RegularExpressions;

namespace Postern.Client.Tests.Wire;

/// <summary>Which entry of the catalogue the org's own words lead to: docs/okta/why-it-fails.md 7.</summary>
public sealed partial class CatalogueTests
{
    public static TheoryData<string> Authorize => Words(AuthorizeReasons.ByText);

    public static TheoryData<string> Token => Words(TokenReasons.ByText);

    [Theory]
    [MemberData(nameof(Authorize))]
    public void What_the_authorization_endpoint_says_leads_to_the_entry_that_has_the_words(string words) =>
        FailureReason.In(AuthorizeReasons.ByText, $"It was refused: {words}.")!.Texts.ShouldContain(words);

    [Theory]
    [MemberData(nameof(Token))]
    public void What_the_token_endpoint_says_leads_to_the_entry_that_has_the_words(string words) =>
        TokenReasons.In($"It was refused: {words}.")!.Texts.ShouldContain(words);

    [Fact]
    public void What_the_fact_sheet_says_of_exact_words_is_what_is_told()
    {
        var rows = Row().Matches(Section()).ToList();

        rows.Count.ShouldBeGreaterThan(25);
        foreach (var row in rows)
        {
            var ids = Id().Matches(row.Groups["ids"].Value).Select(id => id.Value).ToList();
            foreach (var words in Quoted().Matches(row.Groups["words"].Value).Select(quoted => quoted.Groups["words"].Value))
                Told(words).ShouldContain(id => ids.Contains(id), $"{words}: {string.Join(' ', Told(words))}");
        }
    }

    static List<string> Told(string words) =>
    [
        .. new[]
        {
            FailureReason.In(AuthorizeReasons.ByText, words), TokenReasons.In(words), AuthnReasons.Of(words),
            FailureReason.In([AuthnReasons.Audience], words), Hints.ForOkta(words, []).Reason,
            Hints.ForOAuth(Stage.Token, words, null).Reason,
        }.OfType<FailureReason>().SelectMany(reason => (string[])[reason.Id, .. reason.LooksLike]),
    ];

    static TheoryData<string> Words(IReadOnlyList<FailureReason> reasons) => [.. reasons.SelectMany(reason => reason.Texts).Distinct()];

    static string Section()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Postern.slnx")))
            root = root.Parent;

        return File.ReadAllText(Path.Combine(root.FullName, "docs", "okta", "why-it-fails.md")).Split("\n## 7. ")[1].Split("\n---")[0];
    }

    // What a page or a status shows is not found by words, and the rate limit not by its code.
    [GeneratedRegex(@"^\| (?<words>(?!HTML|`E0000047`|`""status)[^|]*`[^|]*) \| (?<ids>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<words>[^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[A-H]\d\d")]
    private static partial Regex Id();
}
