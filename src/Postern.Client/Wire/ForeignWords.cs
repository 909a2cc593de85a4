using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Client;

/// <summary>
/// Somebody else's words (a library's, a proxy's, a page's) without the secrets that they may repeat: user information of URLs, and
/// values that have a secret's name.
/// </summary>
static partial class ForeignWords
{
    static readonly char[] AfterValue = ['&', ' ', '\t', '\r', '\n', '<', '>', '"', '\''];

    public static string Of(string text) => WithoutSecretValues(UserInformation().Replace(text, ""));

    static string WithoutSecretValues(string text)
    {
        var (told, from) = (new StringBuilder(), 0);
        for (
            var named = NamedValue().Match(text); named.Success; named = NamedValue()
                .Match(text, Math.Max(from, named.Index + named.Length)))
        {
            if (!SecretNames.IsSecretField(named.Groups["name"].Value))
                continue; // its value may be a URL with names and values of its own

            var value = named.Index + named.Length;
            told.Append(text, from, value - from).Append('…');
            from = text.IndexOfAny(AfterValue, value) is var end and >= 0 ? end : text.Length;
        }

        return told.Append(text, from, text.Length - from).ToString();
    }

    // Up to the last @, so that a password with an unescaped @ in it is hidden whole.
    [GeneratedRegex("""(?<=://)[^\s/?#<>"]*@""", RegexOptions.CultureInvariant)]
    private static partial Regex UserInformation();

    // A name with its value in a query, a form or JSON, escaped once or twice. A name does not begin with the digits of an escape.
    [
        GeneratedRegex(
            """(?<!%(?:25)*[0-9A-Fa-f]?)(?<name>[A-Za-z_]{1,40})(?:=|%(?:25)*3[Dd]|["']\s*:\s*["'])""", RegexOptions.CultureInvariant),
    ]
    private static partial Regex NamedValue();
}
