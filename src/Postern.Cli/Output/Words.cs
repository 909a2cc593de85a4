using System.Globalization;

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
}
