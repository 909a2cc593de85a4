using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Postern.LocalOrg;

/// <summary>Durations as people write them: <c>10m</c>, <c>1h30m</c>, <c>7d</c>; ISO 8601's <c>PT10M</c> is read too.</summary>
sealed partial class SeedDuration : JsonConverter<TimeSpan>
{
    public const string Examples = "such as 30s, 10m, 1h30m or 7d";

    static readonly (char Unit, TimeSpan Length)[] Units =
    [
        ('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1)),
    ];

    public static TimeSpan? Parse(string text)
    {
        try
        {
            if (text is "0")
                return TimeSpan.Zero;
            if (Words().Match(text) is { Success: true } words && text.Length > 0)
                return Units.Aggregate(TimeSpan.Zero, (sum, unit) => sum + Part(words, unit.Unit) * unit.Length);
            return text is ['P' or '-', ..] ? XmlConvert.ToTimeSpan(text) : null;
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>In whole seconds, as everything that the org keeps.</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
            return duration == TimeSpan.Zero ? "0s" : XmlConvert.ToString(duration);

        List<string> parts = [];
        foreach (var (unit, length) in Units)
        {
            if (duration >= length)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks}{unit}"));
            duration = TimeSpan.FromTicks(duration.Ticks % length.Ticks);
        }

        return string.Concat(parts);
    }

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString()!)!.Value;

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Write(value));

    static long Part(Match words, char unit) =>
        words.Groups[unit.ToString()] is { Success: true } part ? long.Parse(part.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\A(?:(?<d>[0-9]{1,9})d)?(?:(?<h>[0-9]{1,9})h)?(?:(?<m>[0-9]{1,9})m)?(?:(?<s>[0-9]{1,9})s)?\z")]
    private static partial Regex Words();
}
