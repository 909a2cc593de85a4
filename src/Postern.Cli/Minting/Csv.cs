using System.Text;

namespace Postern.Cli;

/// <summary>
/// Comma-separated values as RFC 4180 has them, and as spreadsheets write them: where a comma stands in numbers, semicolons separate, and
/// tabs in what is pasted.
/// </summary>
static class Csv
{
    const char Comma = ',';
    const char Remark = '#';

    public static readonly char[] Separators = [Comma, ';', '\t'];

    /// <summary>
    /// The rows that say something, each with the line that it begins on; what stands around a field without quotes is none of it.
    /// </summary>
    /// <exception cref="FormatException">A quote is opened and never closed.</exception>
    public static IEnumerable<(int Line, IReadOnlyList<string> Fields)> Rows(string text)
    {
        var separator = SeparatorOf(text);
        var (at, line) = (text is ['\uFEFF', ..] ? 1 : 0, 1);
        while (at < text.Length)
        {
            var began = line;
            List<string> fields = [];
            while (true)
            {
                fields.Add(Field(text, separator, ref at, ref line));
                if (at >= text.Length || text[at] != separator)
                    break;
                at++;
            }

            at += at < text.Length && text[at] is '\r' ? 1 : 0;
            at += at < text.Length && text[at] is '\n' ? 1 : 0;
            line++;
            if (fields.Any(field => field.Length > 0) && fields[0] is not [Remark, ..])
                yield return (began, fields);
        }
    }

    // The first that stands outside of quotes: what separates is behind a login, and a login has none of them.
    static char SeparatorOf(string text)
    {
        var (isQuoted, isRemark, isBegin) = (false, false, true);
        foreach (var letter in text)
        {
            if (!isQuoted && !isRemark && Separators.Contains(letter))
                return letter;

            isRemark = letter is not '\n' && (isRemark || (isBegin && letter is Remark));
            isQuoted ^= letter is '"' && !isRemark;
            isBegin = letter is '\n' || (isBegin && letter is ' ' or '\uFEFF');
        }

        return Comma;
    }

    public static string Row(params IEnumerable<string> fields) => string.Join(',', fields.Select(Quoted));

    static string Quoted(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    static string Field(string text, char separator, ref int at, ref int line)
    {
        while (at < text.Length && text[at] is ' ')
            at++;
        if (at >= text.Length || text[at] is not '"')
            return Bare(text, separator, ref at);

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
                return field.Append(Bare(text, separator, ref at)).ToString();
            }
        }

        throw new FormatException($"The quote that line {opened} opens is never closed.");
    }

    static string Bare(string text, char separator, ref int at)
    {
        var end = text.AsSpan(at).IndexOfAny(separator, '\r', '\n') is >= 0 and var found ? at + found : text.Length;
        var field = text[at..end].Trim();
        at = end;
        return field;
    }
}
