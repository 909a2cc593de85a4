using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Postern.Client;

namespace Postern.Cli.Tests;

/// <summary>
/// A hint names what its reader has: the library's its members, the command's its flags. Every text that either assembly holds is read.
/// </summary>
public partial class HintTests
{
    // Of .NET, which whoever uses the library has.
    static readonly string[] Others = ["HttpClient", "AllowAutoRedirect", "MaxResponseHeadersLength"];

    // Names of no code, and what the compiler writes into the assembly.
    static readonly string[] NoMembers = ["OpenID", "JavaScript", "WebAuthn", "MiB", "JsonConverterFactory", "ThreatInsight", "FastPass"];

    static readonly HashSet<string> Members =
        [
            .. typeof(OktaClient).Assembly.GetExportedTypes()
                .SelectMany(type => type.GetMembers().Select(member => member.Name).Append(type.Name)),
        ];

    static IEnumerable<string> NamedByLibrary => Sentences(typeof(OktaClient).Assembly.Location)
        .SelectMany(sentence => CompoundName().Matches(sentence).Select(match => match.Value))
        .Except(NoMembers);

    [Fact]
    public void What_the_library_names_is_there() =>
        NamedByLibrary.Where(name => !Others.Contains(name) && !name.Split('.').All(Members.Contains))
            .ShouldBeEmpty("No such public type or member of Postern.Client.");

    [Fact]
    public void The_library_names_no_flag_and_no_command() =>
        Sentences(typeof(OktaClient).Assembly.Location)
            .Where(sentence => Flag().IsMatch(sentence) || sentence.Contains("postern ", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_command_has_its_own_word_for_everything_that_the_library_names()
    {
        var unknown = NamedByLibrary.Where(
            name => !FlagHints.Members.Any(known => name == known.Member || name.Split('.').Contains(known.Member)));

        unknown.ShouldBeEmpty("FlagHints.Members names the flag that sets it, or null where the sentence is of no use in the command.");
        FlagHints.Members.Select(known => known.Flag).OfType<string>()
            .ShouldAllBe(flag => EveryFlag.Verbs.Any(verb => EveryFlag.NamesOf(verb.Verb).Contains(flag)));
    }

    [Theory]
    [InlineData("Set this machine's clock, or allow more ClockSkew.", "Set this machine's clock, or allow more --clock-skew.")]
    [InlineData("Keep tokens. Or allow a longer MaxRateLimitWait.", "Keep tokens. Or allow a longer --max-wait.")]
    [InlineData("A cookie won. Make it from OktaClient.CreateHandler().", "A cookie won.")]
    public void Its_hints_are_told_in_flags(string hint, string told) => FlagHints.InFlags(hint).ShouldBe(told);

    [Fact]
    public void A_flag_that_the_command_speaks_of_is_there()
    {
        var all = EveryFlag.Verbs.SelectMany(verb => EveryFlag.NamesOf(verb.Verb)).ToHashSet();

        var absent = Texts(typeof(CommandLine).Assembly.Location).SelectMany(text => Flag().Matches(text)).Select(match => match.Value)
            .Where(flag => !all.Contains(flag));

        // Of curl, of whatever keeps certificates or secrets, and of a shell, whose calls are printed, and read where they are pasted.
        absent.Except(
        [
            "--unix-socket", "--data-urlencode", "--cacert", "--fresh", "--store", "--remove", "--empty-password", "--label",
            "--cut-at-cursor", "--current-process", "--command", "--condition", "--no-files", "--arguments",
        ]).ShouldBeEmpty();
    }

    [Fact]
    public void A_command_that_is_spoken_of_is_there()
    {
        var named = Sentences(typeof(CommandLine).Assembly.Location).SelectMany(text => Command().Matches(text))
            .Select(match => match.Groups["verb"].Value);

        named.Except(EveryFlag.Verbs.SelectMany(verb => verb.Path)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(ErrorsTests.Refusals), MemberType = typeof(ErrorsTests))]
    public void A_hint_names_flags_of_the_command_that_was_run(Exception exception, int exitCode)
    {
        foreach (var (path, verb) in EveryFlag.Verbs)
        {
            var flags = new VerbFlags(EveryFlag.NamesOf(verb));
            var hint = Errors.Explain(exception, flags, CancellationToken.None).Hint ?? "";

            Flag().Matches(hint).Select(match => match.Value).Where(flag => !flags.Has(flag))
                .ShouldBeEmpty($"{string.Join(' ', path)}, {exitCode}: {hint}");
        }
    }

    [Fact]
    public void A_sentence_about_a_flag_of_another_command_is_left_out_unless_it_names_that_command()
    {
        var flags = new VerbFlags(new HashSet<string> { "--org" });

        flags.Fit("Give --org. Or give --factor sms. Or 'postern token --factor sms'.")
            .ShouldBe("Give --org. Or 'postern token --factor sms'.");
    }

    // Members of a printed record are no hint.
    static IEnumerable<string> Sentences(string assembly) =>
        Texts(assembly).Where(text =>
            text.Contains(' ') && !text.Contains(" = ", StringComparison.Ordinal) && !text.Contains(" {", StringComparison.Ordinal));

    static List<string> Texts(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var texts = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
            texts.Add(metadata.GetUserString(handle));

        return texts;
    }

    [GeneratedRegex(@"\b[A-Z][a-z]+(?:[A-Z][A-Za-z]+)+(?:\.[A-Z][A-Za-z]+)?")]
    private static partial Regex CompoundName();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]*[a-z]")]
    private static partial Regex Flag();

    [GeneratedRegex(@"'postern (?<verb>[a-z-]+)")]
    private static partial Regex Command();
}
