using System.Globalization;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Management.Calls;

/// <summary>What bodies are made of: management.md 1.2.</summary>
static class Wire
{
    /// <summary>An instant in seconds since the epoch, always with three digits after the point; null for zero.</summary>
    public static JsonNode? Instant(long seconds) => seconds is 0
        ? null
        : DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Of what an admin can switch off.</summary>
    public static string Status(Lifecycle status) => status is Lifecycle.Active ? "ACTIVE" : "INACTIVE";

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    /// <summary>A link with the methods it takes; with none: the address alone.</summary>
    public static JsonObject Link(string href, params IReadOnlyList<string> allow) => allow is []
        ? new() { ["href"] = href }
        : new() { ["href"] = href, ["hints"] = new JsonObject { ["allow"] = Texts(allow) } };
}
