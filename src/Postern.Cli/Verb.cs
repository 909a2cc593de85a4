using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Postern.Cli;

/// <summary>
/// What is left to do once the command line has been read: nothing before has asked the network, the environment or a person.
/// </summary>
delegate Task<int> ReadyRun(Terminal io, CancellationToken ct);

/// <summary>A command that does something; its help ends with examples.</summary>
sealed class Verb(string name, string description) : Command(name, description)
{
    Func<ParseResult, ReadyRun>? _read;

    public required string Examples { get; init; }

    /// <summary>
    /// Reading the flags is one thing and running is another, so that every value can be tried without anything being done with it.
    /// </summary>
    public void Runs<TOptions>(Func<ParseResult, TOptions> read, Func<TOptions, Terminal, CancellationToken, Task<int>> run) =>
        _read = parse =>
        {
            var options = read(parse);
            return (io, ct) => run(options, io, ct);
        };

    public ReadyRun Read(ParseResult parse) => _read!(parse);
}

/// <summary>
/// The library's help, then the examples of the command asked about. Of a command with many flags those that one needs first are shown,
/// so that it fits a screen; <c>--all</c> shows the rest.
/// </summary>
sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>The flag beside <c>--help</c>.</summary>
    public const string All = "--all";

    const int MostShown = 20;
    const int NamesOnALine = 8;

    static readonly string[] First =
    [
        "--org", "--issuer", "--client-id", "--client-secret", "--redirect-uri", "--scopes", "--username", "--password", "--totp-secret",
        "--factor", "--via", "--output", "--no-cache", "--min-ttl", "--set", "--header", "--seed", "--app", "--user", "--port", "--listen",
        "--https", "--data", "--database", "--profile",
        "--verbose", "--users", "--count", "--to", "--as", "--limit",
        "--help",
    ];

    static readonly string[] FirstCommands =
    [
        "token", "exec", "http", "serve", "decode", "verify", "assert", "refresh", "userinfo", "revoke", "discover", "doctor", "trace",
        "mint", "exam", "org", "profile", "config",
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var showsAll = parseResult.GetValue<bool>(All);
        List<Option> rest = showsAll ? [] : RestOf(parseResult.CommandResult);
        List<Command> commands = showsAll ? [] : RestOf(parseResult.CommandResult.Command);
        Hide(rest, commands, isHidden: true);
        var exitCode = help.Invoke(parseResult);
        Hide(rest, commands, isHidden: false);
        if (commands.Count > 0)
            TellMore(parseResult.InvocationConfiguration.Output, commands, UsageErrors.PathOf(parseResult.CommandResult));
        if (rest.Count > 0)
            parseResult.InvocationConfiguration.Output.WriteLine(
                $"  {rest.Count} more: {UsageErrors.PathOf(parseResult.CommandResult)} --help {All}{Environment.NewLine}");
        if (parseResult.CommandResult.Command is Verb verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in verb.Examples.Split('\n'))
                output.WriteLine($"  {line}".TrimEnd());
        }

        return exitCode;
    }

    static void Hide(List<Option> options, List<Command> commands, bool isHidden)
    {
        foreach (Symbol symbol in ((IEnumerable<Symbol>)options).Concat(commands))
            symbol.Hidden = isHidden;
    }

    // Of many commands those that one needs first, each with its line; the others by name, so that the whole fits a screen.
    static List<Command> RestOf(Command command)
    {
        var shown = command.Subcommands.Where(sub => !sub.Hidden).ToList();
        return shown.Count > MostShown ? [.. shown.Where(sub => !FirstCommands.Contains(sub.Name))] : [];
    }

    static void TellMore(TextWriter output, IEnumerable<Command> rest, string path)
    {
        output.WriteLine("More commands:");
        foreach (var line in rest.Select(command => command.Name).Chunk(NamesOnALine))
            output.WriteLine($"  {string.Join(", ", line)}");
        output.WriteLine($"  each with its line: {path} --help {All}");
    }

    static List<Option> RestOf(CommandResult result)
    {
        List<Option> shown = [];
        for (var command = result; command is not null; command = command.Parent as CommandResult)
            shown.AddRange(command.Command.Options.Where(option => !option.Hidden && (command == result || option.Recursive)));
        return shown.Count > MostShown ? [.. shown.Where(option => !First.Contains(option.Name))] : [];
    }
}
