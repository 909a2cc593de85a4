using System.Globalization;
using Postern.Client;

namespace Postern.Cli;

/// <summary>Times in words.</summary>
static class Words
{
    public static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        var distance = Duration((time - now).Duration());
        return distance is "" ? "now" : time > now ? $"in {distance}" : $"{distance} ago";
    }

    public static string Duration(TimeSpan span)
    {
        (int Count, string Unit)[] units = [((int)span.TotalDays, "day"), (span.Hours, "hour"), (span.Minutes, "minute"), (span.Seconds, "second")];
        var largest = units.SkipWhile(part => part.Count is 0).Take(2).Where(part => part.Count > 0);
        return string.Join(' ', largest.Select(part => $"{part.Count} {part.Unit}{(part.Count is 1 ? "" : "s")}"));
    }

    /// <summary>A factor, with what Okta shows of where it sends.</summary>
    public static string Factor(AuthnFactor factor)
    {
        var shown = Shown(factor, "phoneNumber") ?? Shown(factor, "email") ?? Shown(factor, "questionText") ?? Shown(factor, "name") ?? factor.Provider;
        return shown is null ? factor.FactorType : $"{factor.FactorType} ({shown})";
    }

    public static string Code(AuthnFactor factor) => $"Code of {Factor(factor)}";

    public static string Question(AuthnFactor factor) => Shown(factor, "questionText") ?? "Answer to the security question";

    static string? Shown(AuthnFactor factor, string member) =>
        factor.Profile is { ValueKind: System.Text.Json.JsonValueKind.Object } profile && profile.TryGetProperty(member, out var value) && value.ValueKind is System.Text.Json.JsonValueKind.String
            ? value.GetString()
            : null;
}
