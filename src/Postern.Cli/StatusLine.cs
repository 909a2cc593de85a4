namespace Postern.Cli;

/// <summary>The one line of a terminal that changes while something is awaited; whatever else is said takes it away first.</summary>
sealed class StatusLine
{
    int _shown;

    /// <summary>Held while anything is written, so that the threads of a server do not write into each other's lines.</summary>
    public Lock Gate { get; } = new();

    /// <param name="error">The terminal.</param>
    /// <param name="text">One line.</param>
    /// <param name="columns">
    /// How many there are: what is longer goes on in the next row, which no carriage return comes back from. Null where nobody knows.
    /// </param>
    public void Show(TextWriter error, string text, int? columns)
    {
        lock (Gate)
        {
            var most = columns is > 1 ? columns.Value - 1 : int.MaxValue;
            var fitting = Cut(text, most);
            error.Write($"\r{fitting.PadRight(Math.Min(_shown, most))}");
            _shown = fitting.Length;
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

    static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;

        var end = most - 1;
        return $"{text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)]}…";
    }
}
