using System.Text.RegularExpressions;

namespace Postern.Client;

/// <summary>Somebody else's words (a library's, a proxy's, a page's) without the secrets that they may repeat: user information of URLs, and values that have a secret's name.</summary>
static partial class ForeignWords
{
    public static string Of(string text) => NamedValue().Replace(UserInformation().Replace(text, ""), match =>
        SecretNames.IsSecretField(match.Groups["name"].Value) ? $"{match.Groups["name"].Value}{match.Groups["is"].Value}…" : match.Value);

    // To the last @: whoever leaves one unescaped in a password still has it hidden.
    [GeneratedRegex("""(?<=://)[^\s/?#<>"]*@""", RegexOptions.CultureInvariant)]
    private static partial Regex UserInformation();

    // In a query, a form or JSON; escaped once or twice where one URL carries another.
    [GeneratedRegex("""(?<name>[A-Za-z_]+)(?<is>=|%(?:25)?3[Dd]|["']\s*:\s*["'])(?<value>[^&\s<>"']+)""", RegexOptions.CultureInvariant)]
    private static partial Regex NamedValue();
}
