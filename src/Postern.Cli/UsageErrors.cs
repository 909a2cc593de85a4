using System.CommandLine;
using System.CommandLine.Parsing;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>What the parser did not understand, without repeating words that may be a misplaced secret.</summary>
static class UsageErrors
{
    public static UsageException Explain(ParseResult parse)
    {
        var messages = Unknown(parse).Concat(Others(parse)).Distinct();
        return new(string.Join(' ', messages), HintFor(parse));
    }

    public static string HintFor(ParseResult parse) => $"Run '{PathOf(parse.CommandResult)} --help'.";

    public static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "postern";

    public static string UnknownFlag(string flag, CommandResult command) =>
        "There is no flag " +
        $"{flag}.{Suggestion(flag, VerbFlags.Of(command).Names.Where(name => name.StartsWith("--", StringComparison.Ordinal)))}";

    static IEnumerable<string> Unknown(ParseResult parse) => parse.UnmatchedTokens.Select(token => token switch
    {
        ['-', ..] => UnknownFlag(token.Split('=')[0], parse.CommandResult),
        _ when parse.CommandResult.Command.Subcommands is { Count: > 0 } commands =>
            $"There is no command {token}.{Suggestion(token, commands.Select(command => command.Name))}",
        _ => "There is an argument that belongs to no flag; a value with spaces needs quotes.",
    });

    static string Suggestion(string word, IEnumerable<string> known) =>
        Spelling.Closest(word, known) is { } meant ? $" Did you mean {meant}?" : "";

    static IEnumerable<string> Others(ParseResult parse) => parse.Errors
        .Where(error => !parse.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal)))
        .Where(_ => parse.UnmatchedTokens.Count is 0 || parse.CommandResult.Command.Subcommands.Count is 0)
        .Select(error => error.SymbolResult is OptionResult option ? OfFlag(option, error.Message) : OneLine(error.Message));

    // The library's own sentences for these name types, or quote the value.
    static string OfFlag(OptionResult result, string message) => result switch
    {
        { Tokens.Count: 0, Option.Arity.MinimumNumberOfValues: > 0 } => $"{result.Option.Name} needs a value.",
        { IdentifierTokenCount: > 1, Option.Arity.MaximumNumberOfValues: <= 1 } => $"{result.Option.Name} is given more than once.",
        _ => OneLine(message),
    };

    static string OneLine(string message) =>
        string.Join(' ', message.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
