using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace Postern.Cli;

/// <summary>
/// What could stand where a command line has been typed up to. The shells' scripts ask it at each TAB, so it asks nobody who is slow.
/// </summary>
static class Completer
{
    const string Directive = "[complete]";

    /// <summary>The line that a script asks about; null where somebody runs the command.</summary>
    public static string? Asked(IReadOnlyList<string> args) => args is [Directive, var typed] ? typed : null;

    /// <summary>A candidate a line, and behind a tab what it is.</summary>
    public static async Task<int> AnswerAsync(string typed, Terminal io, CancellationToken ct)
    {
        foreach (var candidate in TypedLine.Read(typed) is { } line ? await FindAsync(line, io, ct) : [])
            io.Write(candidate.About.Length > 0 ? $"{candidate.Text}\t{candidate.About}" : candidate.Text);
        return ExitCodes.Ok;
    }

    static async Task<IEnumerable<Candidate>> FindAsync(TypedLine line, Terminal io, CancellationToken ct)
    {
        // Behind -- stands another program's command line: the shell knows more of that, but where it is one of ours.
        if (line.Words.Contains("--"))
            return line.Words is ["trace", ..]
                ? await FindAsync(line with { Words = [.. line.Words.SkipWhile(word => word is not "--").Skip(1)] }, io, ct)
                : [];

        var global = new GlobalFlags();
        var parse = PosternCommand.Create(line.Words, global)
            .Parse(line.Words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var options = OptionsOf(parse.CommandResult).ToList();
        var values = new FlagCandidates(parse, global.Apply(parse, io));
        if (line.Words is [.., var flag] && Named(options, flag) is { } pending && TakesValue(pending))
            return await values.OfAsync(pending, line.Current, ct);

        if (line.Current.Split('=', 2) is [['-', '-', ..] name, var value] && Named(options, name) is { } joined)
            return (await values.OfAsync(joined, value, ct)).Select(found => found with { Text = $"{name}={found.Text}" });

        return Starting(line.Current, line.Current is ['-', ..] ? Flags(parse, options) : Words(parse, options, values));
    }

    static IEnumerable<Candidate> Words(ParseResult parse, IReadOnlyList<Option> options, FlagCandidates values)
    {
        var command = parse.CommandResult.Command;
        if (command.Subcommands.Any(sub => !sub.Hidden))
            return command.Subcommands.Where(sub => !sub.Hidden).Select(sub => new Candidate(sub.Name, About(sub)));

        var arguments = command.Arguments.Where(argument => parse.GetResult(argument) is not { Tokens.Count: > 0 })
            .SelectMany(argument => argument.Name is ProfileCommand.ArgumentName
                ? values.Profiles()
                : argument.GetCompletions(CompletionContext.Empty).Select(found => new Candidate(found.Label))).ToList();
        return arguments.Count > 0 ? arguments : Flags(parse, options);
    }

    static IEnumerable<Candidate> Flags(ParseResult parse, IReadOnlyList<Option> options) => options
        .Where(
            option => !option.Hidden && (option.Arity.MaximumNumberOfValues > 1 || parse.GetResult(option) is null or { Implicit: true }))
        .Where(option => option.Name.StartsWith("--", StringComparison.Ordinal))
        .Select(option => new Candidate(option.Name, About(option)))
        .OrderBy(flag => flag.Text, StringComparer.Ordinal);

    internal static IEnumerable<Candidate> Starting(string typed, IEnumerable<Candidate> candidates) =>
        candidates.Where(candidate => candidate.Text.StartsWith(typed, StringComparison.Ordinal));

    static IEnumerable<Option> OptionsOf(CommandResult result) => result.Command.Options.Concat(
        result.Parent is CommandResult parent ? OptionsOf(parent).Where(option => option.Recursive) : []);

    static Option? Named(IEnumerable<Option> options, string name) =>
        options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    // Up to where the sentence is complete: a list of candidates has one line for each.
    static string About(Symbol symbol) => (symbol.Description ?? "").Split([";", ": ", ". "], 2, StringSplitOptions.None)[0].TrimEnd('.');
}
