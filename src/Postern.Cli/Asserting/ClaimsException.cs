using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>A token's claims are not those that were wanted.</summary>
sealed class ClaimsException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;

    /// <summary>What differs, for people, each a line.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The same for programs.</summary>
    public JsonObject Fields { get; init; } = [];
}
