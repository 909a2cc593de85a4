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

    static readonly string[] First =
    [
        "--org", "--issuer", "--client-id", "--client-secret", "--redirect-uri", "--scopes", "--username", "--password", "--totp-secret",
        "--factor", "--via", "--output", "--no-cache", "--min-ttl", "--set", "--header", "--seed", "--app", "--user", "--port", "--listen",
        "--https", "--data", "--database", "--profile",
        "--verbose",
        "--help",
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var rest = parseResult.GetValue<bool>(All) ? [] : RestOf(parseResult.CommandResult);
        foreach (var option in rest)
            option.Hidden = true;
        var exitCode = help.Invoke(parseResult);
        foreach (var option in rest)
            option.Hidden = false;
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

    static List<Option> RestOf(CommandResult result)
    {
        List<Option> shown = [];
        for (var command = result; command is not null; command = command.Parent as CommandResult)
            shown.AddRange(command.Command.Options.Where(option => !option.Hidden && (command == result || option.Recursive)));
        return shown.Count > MostShown ? [.. shown.Where(option => !First.Contains(option.Name))] : [];
    }
}
