using System.Globalization;
using System.Runtime.CompilerServices;
using Spectre.Console;

namespace Postern.Cli;

/// <summary>Spectre's console on our stdout, with colours only where they are welcome.</summary>
static class Screen
{
    /// <summary>Spectre's markup, into which nothing that is filled in can write.</summary>
    public static Markup Line(FormattableString text) =>
        Markup.FromInterpolated(
            FormattableStringFactory.Create(
                text.Format,
                [.. text.GetArguments().Select(filled => SafeText.Line(Convert.ToString(filled, CultureInfo.InvariantCulture) ?? ""))]));

    public static IAnsiConsole On(Terminal io) => AnsiConsole.Create(new()
    {
        Ansi = io.ColorsOutput ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = io.ColorsOutput ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(io.Out),
    });
}
