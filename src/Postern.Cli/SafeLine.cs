using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Postern.Cli;

/// <summary>A line for people: its words are ours, and what is filled in may be anybody's and is made safe.</summary>
[InterpolatedStringHandler]
readonly struct SafeLine(int literalLength, int formattedCount)
{
    const int UsualLength = 16;

    readonly StringBuilder _text = new(literalLength + (formattedCount * UsualLength));

    public static implicit operator SafeLine(string text)
    {
        var line = new SafeLine(text.Length, 0);
        line.AppendFormatted(text);
        return line;
    }

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted(SafeLine value) => _text.Append(value._text);

    public void AppendFormatted(Style value) => _text.Append(value.Code);

    public void AppendFormatted(string? value) => _text.Append(SafeText.Line(value ?? ""));

    public void AppendFormatted(string? value, int alignment) => _text.Append(Aligned(SafeText.Line(value ?? ""), alignment));

    public void AppendFormatted<T>(T value, int alignment = 0, string? format = null)
        where T : ISpanFormattable => _text.Append(Aligned(SafeText.Line(value.ToString(format, CultureInfo.InvariantCulture)), alignment));

    public override string ToString() => _text.ToString();

    static string Aligned(string text, int alignment) => alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment);
}

/// <summary>The escape code of a colour or weight; empty where none is wanted.</summary>
readonly record struct Style(string Code)
{
    public static Style None { get; } = new("");
    public static Style Plain { get; } = new("\e[0m");
    public static Style Bold { get; } = new("\e[1m");
    public static Style Red { get; } = new("\e[31m");
    public static Style Green { get; } = new("\e[32m");
    public static Style Grey { get; } = new("\e[90m");

    // Named colours: what is to be scanned must not depend on the terminal's theme.
    public static Style WhiteOnBlack { get; } = new("\e[97;40m");
}
