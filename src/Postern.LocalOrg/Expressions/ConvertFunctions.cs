using System.Globalization;

namespace Postern.LocalOrg.Expressions;

/// <summary><c>Convert.…</c> and <c>Iso3166Convert.…</c>.</summary>
static class ConvertFunctions
{
    public static readonly Function[] All =
    [
        new("Convert.toInt", 1, 1, (a, _) => Whole(Number(a[0], "Convert.toInt"))),
        new("Convert.toNum", 1, 1, (a, _) => Number(a[0], "Convert.toNum")),
        new("Iso3166Convert.toAlpha2", 1, 1, (a, _) => Country(a[0])?.Alpha2),
        new("Iso3166Convert.toAlpha3", 1, 1, (a, _) => Country(a[0])?.Alpha3),
        new("Iso3166Convert.toNumeric", 1, 1, (a, _) => Country(a[0])?.Numeric),
        new("Iso3166Convert.toName", 1, 1, (a, _) => Country(a[0])?.Name),
    ];

    static object? Number(object? value, string function) => value switch
    {
        null or long or double => value,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) =>
            number,
        _ => throw new ExpressionError($"{function} cannot make a number of that"),
    };

    static object? Whole(object? number) => number is double broken
        ? Math.Abs(broken) < long.MaxValue
            ? (long)Math.Round(broken, MidpointRounding.AwayFromZero)
            : throw new ExpressionError("Convert.toInt of a number that is too large")
        : number;

    static Country? Country(object? value) => value is null ? null : Countries.Find(Values.Text(value));
}
