using Spectre.Console;

namespace Postern.Cli;

/// <summary>Spectre's console on our stdout, with colours only where they are welcome.</summary>
static class Screen
{
    public static IAnsiConsole On(Terminal io) => AnsiConsole.Create(new()
    {
        Ansi = io.ColorsOutput ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = io.ColorsOutput ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(io.Out),
    });
}
