namespace Postern.Cli;

/// <summary>Tells a person where to enter which code: with a QR code where there is a terminal, in one line in a pipe.</summary>
static class ActivationDisplay
{
    // Said even where talk is not wanted: without it nobody can go on.
    public static void Write(Terminal io, string verificationUri, string? verificationUriComplete, string userCode)
    {
        if (!io.ErrorIsTerminal)
        {
            io.Error.WriteLine($"Open {verificationUri} and enter {userCode}{(verificationUriComplete is null ? "" : $", or open {verificationUriComplete}")}");
            return;
        }

        var (bold, plain) = io.ColorsError ? ("\e[1m", "\e[0m") : ("", "");
        io.Error.WriteLine();
        foreach (var line in QrCode.Lines(verificationUriComplete ?? verificationUri, io.ColorsError))
            io.Error.WriteLine($"  {line}");

        io.Error.WriteLine();
        io.Error.WriteLine($"  Scan it, or open   {bold}{verificationUri}{plain}");
        io.Error.WriteLine($"  and enter the code {bold}{userCode}{plain}");
        io.Error.WriteLine();
    }
}
