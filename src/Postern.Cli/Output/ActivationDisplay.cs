using Postern.Client;

namespace Postern.Cli;

/// <summary>Tells a person where to enter which code: with a QR code where there is a terminal, in one line in a pipe.</summary>
static class ActivationDisplay
{
    // Said with --quiet too: without it nobody can go on.
    public static void Write(Terminal io, DeviceAuthorization authorization)
    {
        var (where, code) = (authorization.VerificationUri, authorization.UserCode);
        var complete = authorization.VerificationUriComplete is { Length: > 0 } filled ? filled : null;
        if (!io.ErrorIsTerminal)
        {
            io.Tell($"Open {where} and enter {code}{(complete is null ? "" : $", or open {complete}")}");
            return;
        }

        var (bold, plain) = (io.OnError(Style.Bold), io.OnError(Style.Plain));
        io.Tell("");
        foreach (var line in QrCode.Lines(complete ?? where))
            io.Tell($"  {io.OnError(Style.WhiteOnBlack)}{line}{io.OnError(Style.Plain)}");

        io.Tell("");
        io.Tell($"  Scan it, or open   {bold}{where}{plain}");
        io.Tell($"  and enter the code {bold}{code}{plain}");
        io.Tell("");
    }
}
