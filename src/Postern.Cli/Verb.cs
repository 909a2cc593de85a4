using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

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

/// <summary>The library's help, then the examples of the command asked about.</summary>
sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in verb.Examples.Split('\n'))
                output.WriteLine($"  {line}".TrimEnd());
        }

        return exitCode;
    }
}
