namespace Postern.Client;

/// <summary>
/// How deep a page nests, roughly and at once: a parser's time grows with the square of it, so that a small page could keep it busy for
/// minutes. Browsers stop at 512.
/// </summary>
static class Nesting
{
    // Far beyond any page that people write, closing tags forgotten included.
    const int Deepest = 5000;

    static readonly string[] NeverClosed =
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ];

    public static bool IsTooDeep(string html)
    {
        var depth = 0;
        for (var at = html.IndexOf('<'); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at + 1))
        {
            var tag = html.AsSpan(at + 1);
            if (tag.StartsWith("script", StringComparison.OrdinalIgnoreCase))
                at = EndOfScript(html, at); // what looks like tags in there is none
            else if (tag[0] == '/')
                depth = Math.Max(0, depth - 1);
            else if (char.IsAsciiLetter(tag[0]) && !IsNeverClosed(tag) && ++depth > Deepest)
                return true;
        }

        return false;
    }

    static int EndOfScript(string html, int at) =>
        html.IndexOf("</script", at, StringComparison.OrdinalIgnoreCase) is var end and >= 0 ? end : html.Length - 1;

    static bool IsNeverClosed(ReadOnlySpan<char> tag)
    {
        var length = 0;
        while (length < tag.Length && char.IsAsciiLetter(tag[length]))
            length++;

        foreach (var name in NeverClosed)
        {
            if (tag[..length].Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
