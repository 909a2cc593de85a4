using System.Text;

namespace Postern.Cli;

/// <summary>A manual page in the making: roff with the macros of man(7), and nothing in it that roff would take for its own.</summary>
sealed class Roff
{
    readonly StringBuilder _text = new();

    public Roff(string title, string source) => Macro($".TH {Quoted(title)} 1 \"\" {Quoted(source)} \"Postern\"");

    public void Section(string name) => Macro($".SH {Quoted(name)}");

    public void Text(string text) => Line(Escaped(text));

    public void Paragraph(string text)
    {
        Macro(".PP");
        Text(text);
    }

    /// <summary>What is typed, bold, and what is put in its place.</summary>
    public void Usage(string typed, string rest)
    {
        Macro(".PP");
        Line($@"\fB{Escaped(typed)}\fR {Escaped(rest)}");
    }

    /// <summary>A term, bold, with what stands for its value; below it what it means.</summary>
    public void Term(string term, string value, string meaning)
    {
        Macro(".TP");
        Line($@"\fB{Escaped(term)}\fR{(value.Length > 0 ? $@" \fI{Escaped(value)}\fR" : "")}");
        Text(meaning);
    }

    /// <summary>As it is, line by line.</summary>
    public void Verbatim(string text)
    {
        Macro(".PP");
        Macro(".nf");
        foreach (var line in text.Split('\n'))
            Line(Escaped(line.TrimEnd('\r')));
        Macro(".fi");
    }

    public override string ToString() => _text.ToString().TrimEnd('\n');

    void Macro(string line) => _text.Append(line).Append('\n');

    // A line that begins with one of these two would be an order to roff.
    void Line(string text) => _text.Append(text is ['.' or '\'', ..] ? @"\&" : "").Append(text).Append('\n');

    static string Quoted(string text) => $"\"{Escaped(text).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // Hyphens and quotes are to be copied from the page and pasted into a shell.
    static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
            escaped.Append(letter switch
            {
                '\\' => @"\e",
                '-' => @"\-",
                '\'' => @"\(aq",
                '`' => @"\(ga",
                '^' => @"\(ha",
                '~' => @"\(ti",
                > '~' => $@"\[u{(int)letter:X4}]",
                _ => letter.ToString(),
            });
        return escaped.ToString();
    }
}
