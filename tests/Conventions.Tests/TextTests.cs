using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests;

/// <summary>What no file of the repository may say.</summary>
public partial class TextTests
{
    [Fact]
    public void No_file_names_a_package_registry()
    {
        var named = TextFiles().Where(file => Registry().IsMatch(Repository.Read(file)));

        named.ShouldBeEmpty();
    }

    [Fact]
    public void No_file_names_a_folder_of_somebodys_machine()
    {
        var named = TextFiles().Where(file => MachineFolder().IsMatch(Repository.Read(file)));

        named.ShouldBeEmpty();
    }

    [Fact]
    public void Node_lock_files_say_versions_and_hashes_but_not_where_from()
    {
        var resolved = Repository.Files.Where(file => file.EndsWith("package-lock.json", StringComparison.Ordinal))
            .Where(file => Repository.Read(file).Contains("\"resolved\"", StringComparison.Ordinal));

        resolved.ShouldBeEmpty();
    }

    // A constant of ours, misspelt, would pass every test that used it: tests write the words themselves.
    [Fact]
    public void Tests_spell_the_wire()
    {
        var borrowing = Repository.Files.Where(
            file => file.EndsWith(".cs", StringComparison.Ordinal) && file.StartsWith("tests/", StringComparison.Ordinal))
            .Where(file => !file.StartsWith("tests/Conventions.Tests/", StringComparison.Ordinal))
            .Where(file => Repository.Read(file).Contains("Postern.Protocol", StringComparison.Ordinal));

        borrowing.ShouldBeEmpty();
    }

    [Fact]
    public void No_code_is_put_off()
    {
        var postponed = Repository.SourceFiles.Where(file => PutOff().IsMatch(Repository.Read(file)));

        postponed.ShouldBeEmpty();
    }

    // What stands in a raw string is text as it is sent, printed or run, and keeps its lines.
    [Fact]
    public void A_line_of_code_ends_at_140_columns()
    {
        var code = Repository.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

        var long_ = code.SelectMany(file => LinesOfCode(Repository.Read(file)).Where(line => line.Text.Length > 140)
            .Select(line => $"{file}:{line.Number}"));

        long_.ShouldBeEmpty();
    }

    // The rest of the format is the build's to see: IDE0055 is the formatter's rule for all that stands within lines.
    [Fact]
    public void A_file_of_code_has_no_mark_before_it_and_no_carriage_return_and_ends_with_its_last_line()
    {
        var code = Repository.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => (file, bytes: File.ReadAllBytes(Repository.PathOf(file))));

        code.Where(each => each.bytes is [0xEF, 0xBB, 0xBF, ..] or [] or [.., not 0x0A] || each.bytes.Contains((byte)0x0D))
            .Select(each => each.file).ShouldBeEmpty();
    }

    [Fact]
    public void Lines_within_and_beside_a_raw_string_are_none_of_code()
    {
        var text = "a\nb = \"\"\"\nc\n\"\"\";\nd(\"\"\"e\"\"\");\nf";

        LinesOfCode(text).Select(line => $"{line.Number} {line.Text}").ShouldBe(["1 a", "6 f"]);
    }

    // The formatter's rule for these is none of the build's.
    [Fact]
    public void Namespaces_are_used_in_order_the_systems_first()
    {
        var code = Repository.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

        code.Where(file => NamespacesUsed(Repository.Read(file)) is var used && !used.SequenceEqual(InOrder(used))).ShouldBeEmpty();
    }

    static List<string> NamespacesUsed(string file) => [.. Used().Matches(file).Select(use => use.Groups["name"].Value)];

    static IEnumerable<string> InOrder(IEnumerable<string> names) =>
        names.OrderBy(name => name.Split('.')[0] is not "System").ThenBy(name => name.Replace('.', '\0'), StringComparer.OrdinalIgnoreCase);

    static IEnumerable<(int Number, string Text)> LinesOfCode(string file)
    {
        var within = false;
        foreach (var (index, line) in file.Split('\n').Index())
        {
            var marks = RawString().Count(line);
            if (!within && marks == 0)
                yield return (index + 1, line);

            within ^= marks % 2 == 1;
        }
    }

    static IEnumerable<string> TextFiles() => Repository.Files.Where(file => !file.EndsWith(".png", StringComparison.Ordinal));

    [GeneratedRegex(@"registry\.[a-z]+js\.org|api\.nuget\.[o]rg|deb\.debian\.[o]rg|archive\.ubuntu\.[c]om")]
    private static partial Regex Registry();

    [GeneratedRegex(@"(?<![\w.$}/-])/(work|root|home)/[a-z]")]
    private static partial Regex MachineFolder();

    [GeneratedRegex(@"(?<=\A|\n)using (?<name>[\w.]+);(?=\n)")]
    private static partial Regex Used();

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawString();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K)\b")]
    private static partial Regex PutOff();
}
