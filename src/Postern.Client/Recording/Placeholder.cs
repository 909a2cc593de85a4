using System.Globalization;
using System.Text.RegularExpressions;

namespace Postern.Client;

/// <summary>
/// What a cassette says in a value's place: <c>{{password-1}}</c>, <c>{{access_token-1|half256}}</c> what is made of it,
/// <c>{{passCode}}</c>
/// anything, <c>{{time:+3600}}</c> and <c>{{date:+300}}</c> seconds from now.
/// </summary>
sealed partial record Placeholder(string Name, string Filter)
{
    /// <summary>Stands for the braces that begin a placeholder.</summary>
    public const string Braces = "braces";

    public bool IsAnything => !Name.Contains('-');

    public override string ToString() => Filter.Length == 0 ? $"{{{{{Name}}}}}" : $"{{{{{Name}|{Filter}}}}}";

    public static string OfTime(long seconds, DateTimeOffset at) => Moment("time", seconds - at.ToUnixTimeSeconds());

    public static string OfDate(DateTimeOffset told, DateTimeOffset at) =>
        Moment("date", (long)Math.Round((told - at).TotalSeconds, MidpointRounding.AwayFromZero));

    static string Moment(string kind, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{{{{{kind}:{offset:+0;-0;+0}}}}}");

    /// <summary>Literal text and placeholders, in turn.</summary>
    public static IEnumerable<(string Text, Placeholder? Placeholder)> Parts(string template)
    {
        var at = 0;
        foreach (Match match in Pattern().Matches(template))
        {
            if (match.Index > at)
                yield return (template[at..match.Index], null);
            yield return (match.Value, new(match.Groups["name"].Value, match.Groups["filter"].Value));
            at = match.Index + match.Length;
        }

        if (at < template.Length)
            yield return (template[at..], null);
    }

    /// <summary>Null where the template is no moment.</summary>
    public static (bool IsDate, long Offset)? MomentIn(string template) => MomentPattern().Match(template) is { Success: true } match
        ? (match.Groups["kind"].Value == "date", long.Parse(match.Groups["offset"].Value, CultureInfo.InvariantCulture))
        : null;

    [GeneratedRegex(@"\{\{(?<name>[A-Za-z0-9_.-]+)(?:\|(?<filter>[a-z0-9]+))?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\A\{\{(?<kind>time|date):(?<offset>[+-][0-9]{1,18})\}\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex MomentPattern();
}
