namespace Postern.Cli;

/// <summary>Says why nothing happens while the next one-time password is awaited: on a terminal or with -v, and not in a pipe.</summary>
sealed class TotpDisplay(Terminal io) : IProgress<TimeSpan>
{
    public void Report(TimeSpan value)
    {
        if (io.ErrorIsTerminal || io.Verbose)
            io.Say($"The one-time password of this half minute has been used: waiting {Math.Ceiling(value.TotalSeconds)} s for the next.");
    }
}
