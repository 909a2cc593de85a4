using System.CommandLine;
using System.CommandLine.Parsing;

namespace Postern.Cli;

/// <summary>What the parser did not understand, without repeating words that may be a misplaced secret.</summary>
static class UsageErrors
{
    public static Failure Explain(ParseResult parse)
    {
        var messages = Unknown(parse).Concat(Others(parse)).Distinct();
        return new(ExitCodes.Usage, string.Join(' ', messages)) { Hint = $"Run '{CommandPath(parse.CommandResult)} --help'." };
    }

    static IEnumerable<string> Unknown(ParseResult parse) => parse.UnmatchedTokens.Select(token => token switch
    {
        ['-', ..] => $"There is no flag {token.Split('=')[0]}.",
        _ when parse.CommandResult.Command.Subcommands.Count > 0 => $"There is no command {token}.",
        _ => "There is an argument that belongs to no flag; a value with spaces needs quotes.",
    });

    static IEnumerable<string> Others(ParseResult parse) => parse.Errors
        .Select(error => error.Message)
        .Where(message => !parse.UnmatchedTokens.Any(token => message.Contains($"'{token}'", StringComparison.Ordinal)))
        .Where(message => parse.UnmatchedTokens.Count is 0 || parse.CommandResult.Command.Subcommands.Count is 0)
        .Select(OneLine);

    static string OneLine(string message) => string.Join(' ', message.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    static string CommandPath(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{CommandPath(parent)} {command.Command.Name}" : "postern";
}
