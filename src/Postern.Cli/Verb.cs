using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Postern.Cli;

/// <summary>A command whose help ends with examples.</summary>
sealed class Verb(string name, string description) : Command(name, description)
{
    public required string Examples { get; init; }
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
