using System.Globalization;

namespace Postern.LocalOrg.Expressions;

/// <summary><c>Time.…</c>.</summary>
static class TimeFunctions
{
    const string Iso8601 = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

    /// <summary>A Windows timestamp counts tenths of microseconds since 1601.</summary>
    static readonly DateTimeOffset WindowsEpoch = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Function[] All =
    [
        new("Time.now", 0, 2, (a, s) => Now(a, s.Time.GetUtcNow())),
        new("Time.fromUnixToIso8601", 1, 1, (a, _) => Iso(Checked(() => DateTimeOffset.FromUnixTimeSeconds(Seconds(a[0]))))),
        new("Time.fromWindowsToIso8601", 1, 1, (a, _) => Iso(Checked(() => WindowsEpoch.AddTicks(Seconds(a[0]))))),
        new("Time.fromStringToIso8601", 2, 2, (a, _) => Iso(JodaPattern.Parse(Values.Text(a[0]), Values.Text(a[1])))),
        new("Time.fromIso8601ToUnix", 1, 1, (a, _) => Instant(a[0]).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        new("Time.fromIso8601ToWindows", 1, 1, (a, _) => (Instant(a[0]) - WindowsEpoch).Ticks.ToString(CultureInfo.InvariantCulture)),
        new("Time.fromIso8601ToString", 2, 2, (a, _) => JodaPattern.Format(Instant(a[0]), Values.Text(a[1]))),
    ];

    static string Now(object?[] arguments, DateTimeOffset now)
    {
        var local = arguments.Length == 0 ? now : TimeZoneInfo.ConvertTime(now, Zone(Values.Text(arguments[0])));
        return arguments.Length == 2 ? JodaPattern.Format(local, Values.Text(arguments[1])) : Iso(local);
    }

    static string Iso(DateTimeOffset instant) => JodaPattern.Format(instant.ToUniversalTime(), Iso8601);

    static DateTimeOffset Instant(object? value) =>
        DateTimeOffset.TryParse(
            Values.Text(value),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var instant)
            ? instant
            : throw new ExpressionError("Here a time in ISO 8601 is wanted");

    static long Seconds(object? value) =>
        long.TryParse(Values.Text(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ExpressionError("Here a timestamp is wanted");

    static DateTimeOffset Checked(Func<DateTimeOffset> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ExpressionError("That timestamp is beyond the calendar");
        }
    }

    /// <summary>Joda's three short names without summer time, which newer time zone databases leave out; otherwise the system's.</summary>
    static TimeZoneInfo Zone(string id) => id switch
    {
        "EST" => Fixed(id, -5),
        "MST" => Fixed(id, -7),
        "HST" => Fixed(id, -10),
        _ => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : throw new ExpressionError($"There is no time zone '{id}'"),
    };

    static TimeZoneInfo Fixed(string id, int hours) => TimeZoneInfo.CreateCustomTimeZone(id, TimeSpan.FromHours(hours), id, id);
}
