using System.CommandLine;

namespace Postern.Cli.Tests;

/// <summary>The commands and flags there are, found in the command tree: what is added later is among them.</summary>
static class EveryFlag
{
    static readonly Command Root = PosternCommand.Create([], new());

    /// <summary>Each command that does something, by the words that call it.</summary>
    public static IReadOnlyList<(string[] Path, Verb Verb)> Verbs { get; } = [.. Below(Root, [])];

    public static IEnumerable<(string[] Path, Option Option)> Options =>
        Verbs.SelectMany(found => OptionsOf(found.Verb).Select(option => (found.Path, option)));

    public static IReadOnlySet<string> NamesOf(Verb verb) =>
        OptionsOf(verb).SelectMany(option => option.Aliases.Prepend(option.Name)).ToHashSet();

    static IEnumerable<Option> OptionsOf(Verb verb) => verb.Options.Concat(Root.Options.Where(option => option.Recursive));

    static IEnumerable<(string[] Path, Verb Verb)> Below(Command command, string[] path) =>
        command.Subcommands.SelectMany(sub =>
            (sub is Verb verb ? [([.. path, sub.Name], verb)] : Array.Empty<(string[], Verb)>()).Concat(Below(sub, [.. path, sub.Name])));
}
