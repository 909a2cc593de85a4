using System.Text;

namespace Postern.Cli;

/// <summary>Comma-separated values as RFC 4180 has them, and as spreadsheets write them.</summary>
static class Csv
{
    /// <summary>The rows that say something, each with the line that it begins on.</summary>
    /// <exception cref="FormatException">A quote is opened and never closed.</exception>
    public static IEnumerable<(int Line, IReadOnlyList<string> Fields)> Rows(string text)
    {
        var (at, line) = (text is ['\uFEFF', ..] ? 1 : 0, 1);
        while (at < text.Length)
        {
            var began = line;
            List<string> fields = [];
            while (true)
            {
                fields.Add(Field(text, ref at, ref line));
                if (at >= text.Length || text[at] is not ',')
                    break;
                at++;
            }

            at += at < text.Length && text[at] is '\r' ? 1 : 0;
            at += at < text.Length && text[at] is '\n' ? 1 : 0;
            line++;
            if (fields.Any(field => field.Trim().Length > 0))
                yield return (began, fields);
        }
    }

    public static string Row(params IEnumerable<string> fields) => string.Join(',', fields.Select(Quoted));

    static string Quoted(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    static string Field(string text, ref int at, ref int line)
    {
        if (at >= text.Length || text[at] is not '"')
            return Bare(text, ref at);

        var (field, opened) = (new StringBuilder(), line);
        for (at++; at < text.Length; at++)
        {
            line += text[at] is '\n' ? 1 : 0;
            if (text[at] is not '"')
                field.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] is '"')
                field.Append(text[at++]);
            else
            {
                at++;
                return field.Append(Bare(text, ref at)).ToString();
            }
        }

        throw new FormatException($"The quote that line {opened} opens is never closed.");
    }

    static string Bare(string text, ref int at)
    {
        var end = text.AsSpan(at).IndexOfAny(",\r\n") is >= 0 and var found ? at + found : text.Length;
        var field = text[at..end];
        at = end;
        return field;
    }
}
