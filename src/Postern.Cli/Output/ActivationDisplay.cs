using Postern.Client;

namespace Postern.Cli;

/// <summary>Tells a person where to enter which code: with a QR code where there is a terminal, in one line in a pipe.</summary>
static class ActivationDisplay
{
    // Said even where talk is not wanted: without it nobody can go on.
    public static void Write(Terminal io, DeviceAuthorization authorization)
    {
        var (where, complete, code) = (authorization.VerificationUri, authorization.VerificationUriComplete, authorization.UserCode);
        if (!io.ErrorIsTerminal)
        {
            io.Error.WriteLine($"Open {where} and enter {code}{(complete is null ? "" : $", or open {complete}")}");
            return;
        }

        var (bold, plain) = io.ColorsError ? ("\e[1m", "\e[0m") : ("", "");
        io.Error.WriteLine();
        foreach (var line in QrCode.Lines(complete ?? where, io.ColorsError))
            io.Error.WriteLine($"  {line}");

        io.Error.WriteLine();
        io.Error.WriteLine($"  Scan it, or open   {bold}{where}{plain}");
        io.Error.WriteLine($"  and enter the code {bold}{code}{plain}");
        io.Error.WriteLine();
    }
}
