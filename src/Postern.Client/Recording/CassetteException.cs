namespace Postern.Client;

/// <summary>A cassette cannot be read or written, or holds no answer to what a run asks; the message repeats no secret.</summary>
public sealed class CassetteException(string message, string hint, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to do next, in a sentence or two for a person.</summary>
    public string Hint { get; } = hint;
}
