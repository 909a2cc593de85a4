using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postern.LocalOrg.Html;

/// <summary>Escapes as Okta's pages do (OWASP ESAPI): everything but letters, digits and a few marks.</summary>
static class Escape
{
    const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    static readonly SearchValues<char> HarmlessInHtml = SearchValues.Create(LettersAndDigits + ",.-_");
    static readonly SearchValues<char> HarmlessInScript = SearchValues.Create(LettersAndDigits + ",._");

    /// <summary><c>a/b</c> → <c>a&amp;#x2f;b</c>: oidc.md 5.3.</summary>
    public static string Html(string value) =>
        Each(value, HarmlessInHtml, (text, rune) => text.Append(CultureInfo.InvariantCulture, $"&#x{rune.Value:x};"));

    /// <summary><c>a-b</c> → <c>a\x2Db</c>: oidc.md 5.4.</summary>
    public static string Script(string value) => Each(value, HarmlessInScript, (text, rune) =>
    {
        if (rune.Value < 0x100)
            text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:X2}");
        else
            foreach (var unit in rune.ToString())
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
    });

    static string Each(string value, SearchValues<char> harmless, Action<StringBuilder, Rune> escape)
    {
        if (!value.AsSpan().ContainsAnyExcept(harmless))
            return value;

        var text = new StringBuilder(value.Length + 16);
        foreach (var rune in value.EnumerateRunes())
            if (rune.IsAscii && harmless.Contains((char)rune.Value))
                text.Append((char)rune.Value);
            else
                escape(text, rune);
        return text.ToString();
    }
}
