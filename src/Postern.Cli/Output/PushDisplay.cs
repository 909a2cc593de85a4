using Postern.Client;

namespace Postern.Cli;

/// <summary>Shows that a push is awaited, and the number that the phone must be given: moving on a terminal, once in a pipe.</summary>
sealed class PushDisplay(Terminal io) : IProgress<PushWait>
{
    const string Frames = @"|/-\";

    int _told;

    public void Report(PushWait value)
    {
        if (_told++ == 0)
        {
            io.Say("Waiting for the push to be approved on the phone.");
            if (value.CorrectAnswer is { } number)
                WriteLarge(number);
        }

        if (io is { ErrorIsTerminal: true, Quiet: false })
            io.Error.Write($"\r{Frames[_told % Frames.Length]} ");
    }

    // Said even where talk is not wanted: without it nobody can answer.
    void WriteLarge(int number)
    {
        if (!io.ErrorIsTerminal)
        {
            io.Error.WriteLine($"Choose the number {number} on the phone.");
            return;
        }

        io.Error.WriteLine("  +--------+");
        io.Error.WriteLine("  |        |");
        io.Error.WriteLine($"  |   {number,2}   |  choose this number on the phone");
        io.Error.WriteLine("  |        |");
        io.Error.WriteLine("  +--------+");
    }
}
