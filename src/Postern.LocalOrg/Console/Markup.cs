using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Postern.LocalOrg.Console;

/// <summary>A piece of a page. Whatever is put into one is escaped, unless it is such a piece itself: nobody can forget it.</summary>
readonly record struct Markup(string Text)
{
    public static readonly Markup None = new("");

    public static Markup Of(MarkupWriter written) => new(written.ToString());

    public static Markup Each<T>(IEnumerable<T> things, Func<T, Markup> show) =>
        new(string.Join('\n', things.Select(thing => show(thing).Text)));

    public static Markup If(bool isSo, Func<Markup> show) => isSo ? show() : None;

    public override string ToString() => Text;
}

/// <summary>Writes an interpolated text as a piece of a page.</summary>
[InterpolatedStringHandler]
readonly struct MarkupWriter
{
    readonly StringBuilder _text;

    public MarkupWriter(int literalLength, int formattedCount) => _text = new(literalLength + (32 * formattedCount));

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(Markup markup) => _text.Append(markup.Text);

    public void AppendFormatted(string? text)
    {
        if (text is not null)
            _text.Append(HtmlEncoder.Default.Encode(text));
    }

    public void AppendFormatted(long number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    public override string ToString() => _text.ToString();
}
