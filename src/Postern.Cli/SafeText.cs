using System.Globalization;
using System.Text;

namespace Postern.Cli;

/// <summary>
/// Text from outside as people may be shown it: what would steer their terminal, or hide and reorder what stands beside it, is spelled out.
/// </summary>
static class SafeText
{
    // The rest of Unicode's formatting characters is spelled out: bidirectional overrides, byte order marks, tags. These two join letters.
    const char ZeroWidthNonJoiner = '\u200C';
    const char ZeroWidthJoiner = '\u200D';

    /// <summary>On one line, whatever it holds: a line break would let it speak as somebody else.</summary>
    public static string Line(string text) => Spelled(text, Steers);

    /// <summary>Keeps its own line breaks, for what is made of lines.</summary>
    public static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => Line(line.TrimEnd('\r'))));

    /// <summary>Of a JSON text, which escapes control characters by itself, and means the same afterwards.</summary>
    public static string Json(string json) => Spelled(json, Hides);

    static bool Steers(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || Hides(rune);

    static bool Hides(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && rune.Value is not (ZeroWidthNonJoiner or ZeroWidthJoiner);

    static string Spelled(string text, Func<Rune, bool> isSpelled)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return text;

        StringBuilder? safe = null;
        var (taken, at) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            // Half a character is read as the sign for what cannot be read, and must be written as that.
            var spelled = isSpelled(rune) ? Spell(rune) : rune == Rune.ReplacementChar ? rune.ToString() : null;
            if (spelled is not null)
            {
                safe = (safe ?? new(text.Length + 16)).Append(text, taken, at - taken).Append(spelled);
                taken = at + rune.Utf16SequenceLength;
            }

            at += rune.Utf16SequenceLength;
        }

        return safe is null ? text : safe.Append(text, taken, text.Length - taken).ToString();
    }

    // As JSON and C# write it, so that it can be looked up, and can be read back from JSON.
    static string Spell(Rune rune) => rune.Value switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ => string.Concat(rune.ToString().Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"))),
    };
}
