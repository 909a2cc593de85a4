using System.Text.RegularExpressions;

namespace Postern.Client;

/// <summary>
/// JSON and scripts may escape half a character (<c>\ud83d</c> without its other half), which no text can hold: whoever read it would fail.
/// The sign for what cannot be read stands in its place, as it does where bytes are decoded.
/// </summary>
static partial class HalfCharacters
{
    public static string Mended(string text) => text.Contains("\\u", StringComparison.Ordinal)
        ? Escape().Replace(text, escape => escape.Groups["half"].Success ? "\\ufffd" : escape.Value)
        : text;

    // A pair, which is whole; a half of one; and any other escape, so that the backslash that one ends with begins none.
    [
        GeneratedRegex(
            """\\(?:u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|(?<half>u[Dd][89A-Fa-f][0-9A-Fa-f]{2})|.)""",
            RegexOptions.CultureInvariant),
    ]
    private static partial Regex Escape();
}
