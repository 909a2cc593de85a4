using Postern.Client;

namespace Postern.Cli;

/// <summary>
/// Shows that a push is awaited, for how long, and the number that the phone must be given: moving on a terminal, once in a pipe.
/// </summary>
sealed class PushDisplay(Terminal io, TimeSpan patience) : IProgress<PushWait>
{
    readonly WaitingLine _line = new(io);

    DateTimeOffset? _until;

    public void Report(PushWait value)
    {
        if (_until is null)
        {
            _until = io.Time.GetUtcNow() + patience;
            io.Say($"Waiting for the push to be approved on the phone, for {Words.Duration(patience)} at most.");
            if (value.CorrectAnswer is { } number)
                WriteLarge(number);
        }

        _line.Show("Waiting for the phone", _until.Value);
    }

    // Said with --quiet too: without it nobody can answer.
    void WriteLarge(int number)
    {
        if (!io.ErrorIsTerminal)
        {
            io.Tell($"Choose the number {number} on the phone.");
            return;
        }

        io.Tell("  +--------+");
        io.Tell("  |        |");
        io.Tell($"  |   {number,2}   |  choose this number on the phone");
        io.Tell("  |        |");
        io.Tell("  +--------+");
    }
}
