using System.CommandLine;

namespace Postern.Cli;

/// <summary>Adding several flags to a command in one line.</summary>
static class CommandLineSymbols
{
    extension(Command command)
    {
        public void AddAll(params ReadOnlySpan<Option> options)
        {
            foreach (var option in options)
                command.Add(option);
        }

        public void AddAll(params ReadOnlySpan<IFlags> groups)
        {
            foreach (var flags in groups)
                flags.AddTo(command);
        }
    }
}
