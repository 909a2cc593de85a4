using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Postern.Cli;

/// <summary>The flags that a verb has: a hint is for whoever ran it, and names no others.</summary>
sealed partial record VerbFlags(IReadOnlySet<string> Names)
{
    /// <summary>Those that are on where they are given, and need no value.</summary>
    public IReadOnlySet<string> Switches { get; init; } = new HashSet<string>();

    public static VerbFlags Of(CommandResult result)
    {
        var options = new List<Option>();
        for (var command = result; command is not null; command = command.Parent as CommandResult)
            options.AddRange(command.Command.Options.Where(option => command == result || option.Recursive));

        return new(NamesOf(options))
        {
            Switches = NamesOf(options.Where(option => option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues is 0)),
        };
    }

    static HashSet<string> NamesOf(IEnumerable<Option> options) => [.. options.SelectMany(option => option.Aliases.Prepend(option.Name))];

    public bool Has(string flag) => Names.Contains(flag);

    /// <summary>
    /// The sentences of a hint that can be followed here: one that names a flag of another verb is left out, unless it names that verb too.
    /// </summary>
    public string? Fit(string hint)
    {
        var sentences = hint.Split(". ").Where(sentence =>
            sentence.Contains("postern ", StringComparison.Ordinal) || Flag().Matches(sentence).All(flag => Has(flag.Value))).ToList();
        return sentences.Count > 0 ? $"{string.Join(". ", sentences).TrimEnd('.')}." : null;
    }

    [GeneratedRegex("(?<![\\w-])--[a-z][a-z-]*[a-z]")]
    private static partial Regex Flag();
}
