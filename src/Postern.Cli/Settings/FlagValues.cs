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
