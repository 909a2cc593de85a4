using Postern.Client;

namespace Postern.Cli;

/// <summary>Tells a person where to enter which code: with a QR code where there is a terminal, in one line in a pipe.</summary>
static class ActivationDisplay
{
    const string Indent = "  ";

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
        var isDrawn = WriteCode(io, [.. QrCode.Lines(complete ?? where)]);
        io.Tell($"  {(isDrawn ? "Scan it, or open  " : "Open              ")} {bold}{where}{plain}");
        io.Tell($"  and enter the code {bold}{code}{plain}");
        io.Tell("");
    }

    // Lines that are broken at the terminal's edge are no code.
    static bool WriteCode(Terminal io, IReadOnlyList<string> lines)
    {
        if (io.Columns() is { } columns && columns < Indent.Length + lines.Max(line => line.Length))
            return false;

        foreach (var line in lines)
            io.Tell($"{Indent}{io.OnError(Style.WhiteOnBlack)}{line}{io.OnError(Style.Plain)}");
        io.Tell("");
        return true;
    }
}
