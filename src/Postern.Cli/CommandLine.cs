using System.CommandLine;
using System.CommandLine.Parsing;

namespace Postern.Cli;

/// <summary>A command line, taken apart: what is to be done, or what is wrong with it. Nothing has been done yet.</summary>
sealed class CommandLine
{
    const string Help = "help";

    readonly IReadOnlyList<string> _args;
    readonly ParseResult _parse;
    readonly GlobalFlags _global;

    CommandLine(IReadOnlyList<string> args, ParseResult parse, GlobalFlags global)
    {
        _args = args;
        _parse = parse;
        _global = global;
    }

    /// <summary>What the verb has, which hints may name.</summary>
    public VerbFlags Flags => VerbFlags.Of(_parse.CommandResult);

    public bool WantsJson => _parse.GetResult(JsonFlag.Name) is OptionResult { Implicit: false } || AsksForJson;

    bool AsksForJson =>
        _parse.CommandResult.Command.Options.FirstOrDefault(option => option.Name is "--output") is { } option
            && _parse.GetResult(option) is { Implicit: false, Tokens: [{ Value: "json" }] };

    // The command line names no command, and nothing else is wrong with it.
    bool LacksVerb =>
        _parse is { CommandResult.Command.Subcommands.Count: > 0, UnmatchedTokens.Count: 0, Errors: [{ SymbolResult: CommandResult }] };

    bool NamesUnknownVerb => _parse is { CommandResult.Command.Subcommands.Count: > 0, UnmatchedTokens.Count: > 0 };

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var global = new GlobalFlags();
        var asked = WithHelpAsFlag(args);
        // Without response files: a literal that starts with @ is a value, not a file to read arguments from.
        return new(
            asked, PosternCommand.Create(asked, global).Parse(asked, new ParserConfiguration { ResponseFileTokenReplacer = null }), global);
    }

    /// <summary>How long all of it may last; null for as long as it takes.</summary>
    public TimeSpan? Deadline => _parse.Errors.Count > 0 ? null : _global.Deadline(_parse);

    public Terminal Apply(Terminal io) => _global.Apply(_parse, io);

    /// <summary>Every flag read, and every value judged that can be judged by itself.</summary>
    /// <exception cref="UsageException">One of them is not good.</exception>
    public ReadyRun Read()
    {
        if (FlagRules.SwitchWithValue(_args, () => Flags) is { } flag)
            throw new UsageException($"{flag} is a switch and takes no value but true or false.", UsageErrors.HintFor(_parse));

        if (_parse.Action is HelpWithExamples && !NamesUnknownVerb)
            return ActAsync;

        if (_global.WantsAll(_parse))
            throw new UsageException(
                $"{HelpWithExamples.All} belongs to --help, and shows the flags that are needed less often.", UsageErrors.HintFor(_parse));

        if (LacksVerb)
            return (io, ct) => PosternCommand.RunAsync([.. UsageErrors.PathOf(_parse.CommandResult).Split(' ').Skip(1), "--help"], io, ct);

        if (_parse.Errors.Count > 0 || NamesUnknownVerb)
            throw UsageErrors.Explain(_parse);

        return _parse is { CommandResult.Command: Verb verb, Action: null }
            ? CassetteFlags.Playing(_parse, verb.Read(_parse))
            : ActAsync;
    }

    // Help and version, which the library prints.
    Task<int> ActAsync(Terminal io, CancellationToken ct) =>
        _parse.InvokeAsync(
            new() { Output = io.Out, Error = io.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, ct);

    // 'postern help token' is 'postern token --help'.
    static IReadOnlyList<string> WithHelpAsFlag(IReadOnlyList<string> args)
    {
        var help = args.TakeWhile(arg => arg.StartsWith('-')).Count();
        return args.Count > help && args[help] is Help ? [.. args.Take(help), .. args.Skip(help + 1), "--help"] : args;
    }
}
