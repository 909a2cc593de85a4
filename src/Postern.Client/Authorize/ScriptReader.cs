using System.Globalization;
using System.Text.RegularExpressions;

namespace Postern.Client;

/// <summary>
/// Reads an answer out of a script: the message of <c>okta_post_message</c>, or a redirect that Identity Engine writes as JavaScript.
/// </summary>
static partial class ScriptReader
{
    public static AuthorizeAnswer? Read(IEnumerable<string> scripts, string redirectUri)
    {
        var all = string.Join('\n', scripts);
        return ReadMessage(all) ?? ReadRedirect(all, redirectUri);
    }

    /// <summary>What the message of <c>okta_post_message</c> is made of.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Assignments(string script) => Assignment().Matches(script)
        .Select(match => KeyValuePair.Create(match.Groups["name"].Value, Unescape(match.Groups["value"].Value)));

    /// <summary>Every address that stands in it as a text of its own.</summary>
    public static IEnumerable<Uri> Addresses(string script) => Literal().Matches(script)
        .Select(match => Uri.TryCreate(Unescape(match.Groups["value"].Value), UriKind.Absolute, out var uri) ? uri : null)
        .OfType<Uri>();

    static AuthorizeAnswer? ReadMessage(string script)
    {
        var answer = new AuthorizeAnswer(Assignments(script));
        return answer.IsEmpty ? null : answer;
    }

    static AuthorizeAnswer? ReadRedirect(string script, string redirectUri) => Addresses(script)
        .Select(uri => RedirectReader.Read(uri, redirectUri)).FirstOrDefault(answer => answer is { IsEmpty: false });

    // Okta escapes all but letters, digits, comma, dot and underscore: a quote can only end the string.
    public static string Unescape(string literal) => Escape().Replace(literal, match => match.Groups["hex"] is { Success: true } hex
        ? ((char)int.Parse(hex.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()
        : match.Value[1..]);

    [
        GeneratedRegex(
            """\bdata\.(?<name>\w+)\s*=\s*(?<quote>['"])(?<value>(?:\\.|(?!\k<quote>)[^\\\r\n])*)\k<quote>""",
            RegexOptions.CultureInvariant),
    ]
    private static partial Regex Assignment();

    [GeneratedRegex("""(?<quote>['"])(?<value>(?:\\.|(?!\k<quote>)[^\\\r\n])*)\k<quote>""", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();

    [GeneratedRegex("""\\(?:x(?<hex>[0-9A-Fa-f]{2})|u(?<hex>[0-9A-Fa-f]{4})|.)""", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
