using System.Globalization;
using System.Text;

namespace Postern.LocalOrg.Expressions;

/// <summary>Date patterns as Joda-Time reads them: <c>YYYY-MM-dd HH:mm:ss</c>. .NET's letters differ in meaning.</summary>
static class JodaPattern
{
    public static string Format(DateTimeOffset time, string pattern)
    {
        var text = new StringBuilder();
        foreach (var (letter, run) in Fields(pattern))
            text.Append(letter is '\'' ? run : Field(time, letter, run.Length));
        return text.ToString();
    }

    /// <summary>Numbers only, in UTC where the pattern has no offset.</summary>
    public static DateTimeOffset Parse(string text, string pattern)
    {
        var format = new StringBuilder();
        foreach (var (letter, run) in Fields(pattern))
            format.Append(letter switch
            {
                '\'' => string.Concat(run.Select(c => "\\" + c)),
                'Y' or 'y' => run.Length is 2 ? "yy" : "yyyy",
                'S' => new string('f', run.Length),
                'a' => "tt",
                'E' => run.Length > 3 ? "dddd" : "ddd",
                'Z' or 'z' => "zzz",
                'k' => new string('H', run.Length),
                'K' => new string('h', run.Length),
                _ => run,
            });

        // A format of one letter would be one of .NET's standard formats.
        var whole = format.Length == 1 ? $"%{format}" : format.ToString();
        return DateTimeOffset.TryParseExact(text, whole, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new ExpressionError($"The time is not written as '{pattern}'");
    }

    static string Field(DateTimeOffset time, char letter, int width) => letter switch
    {
        'Y' or 'y' when width is 2 => Padded(time.Year % 100, 2),
        'Y' or 'y' => Padded(time.Year, width),
        'x' => Padded(ISOWeek.GetYear(time.DateTime), width),
        'w' => Padded(ISOWeek.GetWeekOfYear(time.DateTime), width),
        'M' when width >= 4 => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(time.Month),
        'M' when width is 3 => CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(time.Month),
        'M' => Padded(time.Month, width),
        'd' => Padded(time.Day, width),
        'D' => Padded(time.DayOfYear, width),
        'E' when width >= 4 => time.DayOfWeek.ToString(),
        'E' => time.DayOfWeek.ToString()[..3],
        'e' => Padded(time.DayOfWeek is DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, width),
        'H' => Padded(time.Hour, width),
        'k' => Padded(time.Hour is 0 ? 24 : time.Hour, width),
        'K' => Padded(time.Hour % 12, width),
        'h' => Padded(time.Hour % 12 is 0 ? 12 : time.Hour % 12, width),
        'a' => time.Hour < 12 ? "AM" : "PM",
        'm' => Padded(time.Minute, width),
        's' => Padded(time.Second, width),
        'S' => $"{time.Ticks % TimeSpan.TicksPerSecond:0000000}".PadRight(width, '0')[..width],
        'Z' => width is 1
            ? time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal)
            : time.ToString("zzz", CultureInfo.InvariantCulture),
        'z' => time.Offset == TimeSpan.Zero ? "UTC" : time.ToString("zzz", CultureInfo.InvariantCulture),
        _ => throw new ExpressionError($"'{letter}' is no letter of a date pattern"),
    };

    static string Padded(int number, int width) => number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    /// <summary>Runs of one letter, and as <c>'</c> everything that stands for itself.</summary>
    static IEnumerable<(char Letter, string Run)> Fields(string pattern)
    {
        for (var at = 0; at < pattern.Length;)
        {
            var start = at;
            if (pattern[at] is '\'')
            {
                var end = pattern.IndexOf('\'', at + 1);
                if (end < 0)
                    throw new ExpressionError($"The quote in the date pattern '{pattern}' has no end");
                at = end + 1;
                yield return ('\'', end == start + 1 ? "'" : pattern[(start + 1)..end]);
            }
            else
            {
                while (at < pattern.Length && pattern[at] == pattern[start])
                    at++;
                yield return (char.IsAsciiLetter(pattern[start]) ? pattern[start] : '\'', pattern[start..at]);
            }
        }
    }
}
