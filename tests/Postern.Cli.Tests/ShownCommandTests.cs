using System.Text;
using System.Text.RegularExpressions;
using Postern.Cli.Tests.Acceptance;

namespace Postern.Cli.Tests;

/// <summary>Every command that a document or a command's help shows is one that there is, with flags and values that it takes.</summary>
public sealed partial class ShownCommandTests
{
    static readonly string Root = Path.GetDirectoryName(CopiedSamples.Samples)!;

    [Fact]
    public void What_the_documents_show_is_understood()
    {
        string[] documents =
        [
            Path.Combine(Root, "README.md"), .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md"),
            .. ((string[])["src", "samples"]).SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(Root, folder)))
                .Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists),
        ];

        var shown = documents.SelectMany(document => CommandsIn(Fenced(File.ReadAllText(document)))).ToList();

        shown.Count.ShouldBeGreaterThan(120);
        ShouldBeUnderstood(shown);
    }

    [Fact]
    public void What_the_help_shows_is_understood()
    {
        var shown = EveryFlag.Verbs.SelectMany(found => CommandsIn(found.Verb.Examples)).ToList();

        shown.Count.ShouldBeGreaterThan(120);
        ShouldBeUnderstood(shown);
    }

    static void ShouldBeUnderstood(List<List<string>> commands)
    {
        List<string> wrong = [];
        foreach (var command in commands)
            try
            {
                CommandLine.Parse(command).Read();
            }
            catch (UsageException refused)
            {
                wrong.Add($"postern {string.Join(' ', command)}: {refused.Message}");
            }

        wrong.ShouldBeEmpty();
    }

    /// <summary>What stands in blocks of a shell, or of no language.</summary>
    static string Fenced(string markdown)
    {
        StringBuilder blocks = new();
        string? language = null;
        foreach (var line in markdown.Split('\n'))
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                language = language is null ? line.Trim()[3..] : null;
            else if (language is "" or "sh")
                blocks.Append(line).Append('\n');
        return blocks.ToString();
    }

    static IEnumerable<List<string>> CommandsIn(string shell)
    {
        var text = Continued().Replace(shell, " ");
        return Command().Matches(text).Select(match => Filled(WordsFrom(text, match.Index + match.Length)));
    }

    /// <summary>To the end of the command, as a POSIX shell takes it apart.</summary>
    static List<string> WordsFrom(string text, int at)
    {
        List<string> words = [];
        StringBuilder? word = null;
        for (; at < text.Length && !"|;&)><\n`".Contains(text[at]) && !(word is null && text[at] is '#'); at++)
            if (text[at] is '\'' or '"' && text.IndexOf(text[at], at + 1) is > 0 and var end)
            {
                (word ??= new()).Append(text, at + 1, end - at - 1);
                at = end;
            }
            else if (text[at] is not ' ')
                (word ??= new()).Append(text[at]);
            else if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }

        return word is null ? words : [.. words, word.ToString()];
    }

    /// <summary>With something where the reader is to put something.</summary>
    static List<string> Filled(List<string> words)
    {
        const string left = "…";
        return
        [
            .. words.Where((word, i) => word is not left || (i > 0 && words[i - 1].StartsWith("--", StringComparison.Ordinal)))
                .Select(word => word is left ? "https://dev-1.okta.com" : word)
                .Select(word => word.Replace("$org", "http://127.0.0.1:7777", StringComparison.Ordinal)),
        ];
    }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();

    /// <summary>Where a shell expects a command, and in no comment.</summary>
    [GeneratedRegex(
        @"(?<=^(?:[^#\n]*(?:[|;&(]|\b(?:do|then|until|exec)\b))?[ ]*(?:[A-Za-z_]+=\S*[ ]+)*)postern (?=[a-z-])",
        RegexOptions.Multiline)]
    private static partial Regex Command();
}
