using System.Text.Json.Nodes;

namespace Postern.Testing;

/// <summary>
/// A token's claims are not those that a test expects; the message says which, line by line. Every test framework reports it.
/// </summary>
public sealed class ClaimsDifferException : Exception
{
    /// <summary>With what differs.</summary>
    public ClaimsDifferException(string message)
        : base(message)
    {
    }

    internal static void ThrowIfDifferent(JsonObject expected, JsonObject found, string what)
    {
        if (ClaimDifference.Lines(expected, found) is { Count: > 0 } lines)
            throw new ClaimsDifferException($"{what} (- expected, + found):\n{string.Join('\n', lines)}");
    }
}
