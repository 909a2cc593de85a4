namespace Postern.Cli;

/// <summary>The one line of a terminal that changes while something is awaited; whatever else is said takes it away first.</summary>
sealed class StatusLine
{
    int _shown;

    /// <summary>Held while anything is written, so that the threads of a server do not write into each other's lines.</summary>
    public Lock Gate { get; } = new();

    public void Show(TextWriter error, string text)
    {
        lock (Gate)
        {
            error.Write($"\r{text.PadRight(_shown)}");
            _shown = text.Length;
        }
    }

    public void Clear(TextWriter error)
    {
        lock (Gate)
        {
            if (_shown > 0)
                error.Write($"\r{new string(' ', _shown)}\r");

            _shown = 0;
        }
    }
}
