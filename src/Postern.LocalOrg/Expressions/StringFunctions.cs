namespace Postern.LocalOrg.Expressions;

/// <summary><c>String.…</c>. UNCONFIRMED (api-access-management.md 13): of null they make null, no match, or length 0.</summary>
static class StringFunctions
{
    const int Longest = 1_000_000;

    public static readonly Function[] All =
    [
        new("String.append", 2, 2, (a, _) => Values.TextOrNull(a[0]) + Values.TextOrNull(a[1])),
        new("String.join", 2, int.MaxValue, (a, _) => string.Join(Values.TextOrNull(a[0]), a[1..].SelectMany(Texts))),
        new("String.len", 1, 1, (a, _) => (long)(Values.TextOrNull(a[0])?.Length ?? 0)),
        new("String.removeSpaces", 1, 1, (a, _) => Values.TextOrNull(a[0])?.Replace(" ", "", StringComparison.Ordinal)),
        new("String.replace", 3, 3, (a, _) => Replace(Values.TextOrNull(a[0]), Values.Text(a[1]), Values.Text(a[2]))),
        new("String.replaceFirst", 3, 3, (a, _) => ReplaceFirst(Values.TextOrNull(a[0]), Values.Text(a[1]), Values.Text(a[2]))),
        new("String.startsWith", 2, 2, (a, _) => Values.TextOrNull(a[0])?.StartsWith(Values.Text(a[1]), StringComparison.Ordinal) ?? false),
        new(
            "String.stringContains",
            2,
            2,
            (a, _) => Values.TextOrNull(a[0])?.Contains(Values.Text(a[1]), StringComparison.Ordinal) ?? false),
        new("String.stringSwitch", 4, int.MaxValue, (a, _) => Switch(Values.TextOrNull(a[0]) ?? "", a[1], a[2..])),
        new(
            "String.substring",
            2,
            3,
            (a, _) => Substring(Values.TextOrNull(a[0]), Values.Int(a[1]), a.Length == 3 ? Values.Int(a[2]) : null)),
        new("String.substringAfter", 2, 2, (a, _) => Split(Values.TextOrNull(a[0]), Values.Text(a[1])) is var (_, after) ? after : ""),
        new(
            "String.substringBefore",
            2,
            2,
            (a, _) => Split(Values.TextOrNull(a[0]), Values.Text(a[1])) is var (before, _) ? before : Values.TextOrNull(a[0])),
        new("String.toLowerCase", 1, 1, (a, _) => Values.TextOrNull(a[0])?.ToLowerInvariant()),
        new("String.toUpperCase", 1, 1, (a, _) => Values.TextOrNull(a[0])?.ToUpperInvariant()),
    ];

    static IEnumerable<string> Texts(object? value) =>
        value is IReadOnlyList<object?> list ? list.Select(Values.Text) : [Values.TextOrNull(value) ?? ""];

    /// <summary>No claim is that long: one that is was made to be, and what is made of it next would be longer than any memory.</summary>
    static string? Replace(string? text, string what, string by)
    {
        if (text is null || what.Length == 0)
            return text;

        var grows = (long)text.AsSpan().Count(what.AsSpan()) * (by.Length - what.Length);
        return text.Length + grows <= Longest
            ? text.Replace(what, by, StringComparison.Ordinal)
            : throw new ExpressionError($"String.replace would make a text of more than {Longest} characters");
    }

    static string? ReplaceFirst(string? text, string what, string by) =>
        text?.IndexOf(what, StringComparison.Ordinal) is >= 0 and var at
            ? string.Concat(text.AsSpan(0, at), by, text.AsSpan(at + what.Length))
            : text;

    /// <summary>The first key, in the order they are given, that the text contains.</summary>
    static object? Switch(string text, object? otherwise, object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
            throw new ExpressionError("String.stringSwitch wants a value for each key");
        for (var i = 0; i < pairs.Length; i += 2)
            if (text.Contains(Values.Text(pairs[i]), StringComparison.Ordinal))
                return pairs[i + 1];
        return otherwise;
    }

    static string? Substring(string? text, int start, int? end)
    {
        if (text is null)
            return null;

        var to = end ?? text.Length;
        return start >= 0 && start <= to && to <= text.Length
            ? text[start..to]
            : throw new ExpressionError($"String.substring from {start} to {to} is outside a text of {text.Length} characters");
    }

    static (string Before, string After)? Split(string? text, string separator) =>
        text?.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + separator.Length)..]) : null;
}
