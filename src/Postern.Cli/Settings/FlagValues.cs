using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Postern.Cli;

/// <summary>
/// Flags whose value is a number or one of a few words; what is neither is refused with the flag's name and what it wants.
/// </summary>
static class FlagValues
{
    /// <summary>A whole number.</summary>
    public static Option<int> Whole(string name, int whenAbsent, int least, int most) => new(name)
    {
        DefaultValueFactory = _ => whenAbsent,
        CustomParser = result =>
            int.TryParse(Only(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : Refuse<int>(result, $"{name} wants a number from {least} to {most}."),
    };

    /// <summary>A number of seconds, also a fraction of one; its point is a point in every country.</summary>
    public static Option<double> Seconds(string name, double whenAbsent, double least, double most) => new(name)
    {
        HelpName = "SECONDS",
        DefaultValueFactory = _ => whenAbsent,
        CustomParser = result =>
            double.TryParse(Only(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds >= least
                && seconds <= most
                ? seconds
                : Refuse<double>(
                    result,
                    string.Create(
                        CultureInfo.InvariantCulture, $"{name} wants a number of seconds from {least} to {most}, such as {whenAbsent}.")),
    };

    /// <summary>A number of seconds, where there is none unless it is given.</summary>
    public static Option<double?> SecondsOrNone(string name, double example, double least, double most)
    {
        var seconds = Seconds(name, example, least, most);
        return new(name) { HelpName = seconds.HelpName, CustomParser = result => seconds.CustomParser!(result) };
    }

    /// <summary>A span of time as people write it: 90s, 5m, 1h, or a number of seconds.</summary>
    public static Option<TimeSpan?> SpanOrNone(string name) => new(name)
    {
        HelpName = "TIME",
        CustomParser = result => Span(Only(result)) is { } span
            ? span
            : Refuse<TimeSpan?>(result, $"{name} wants a time from 1s to 24h, such as 90s, 5m or 1h."),
    };

    /// <summary>Null where it is none, or more than a day.</summary>
    public static TimeSpan? Span(string text)
    {
        var unit = text is [.., var last] && !char.IsAsciiDigit(last) ? last : 's';
        return int.TryParse(text.EndsWith(unit) ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 } is var seconds
            && (long)count * seconds is > 0 and <= HttpFlags.Day and var all
            ? TimeSpan.FromSeconds(all)
            : null;
    }

    extension<T>(Option<T> option)
    {
        public void OnlyOneOf(params string[] words)
        {
            option.CompletionSources.Add(words);
            option.Validators.Add(result =>
            {
                if (result.Tokens.Any(token => !words.Contains(token.Value)))
                    result.AddError(
                        $"{option.Name} wants {(words is [var only] ? only : $"{string.Join(", ", words[..^1])} or {words[^1]}")}.");
            });
        }
    }

    static string Only(ArgumentResult result) => result.Tokens is [var token] ? token.Value : "";

    static T? Refuse<T>(ArgumentResult result, string why)
    {
        result.AddError(why);
        return default;
    }
}
