namespace Postern.LocalOrg.Expressions;

/// <summary><c>Arrays.…</c>, where a text with commas passes for an array.</summary>
static class ArrayFunctions
{
    public static readonly Function[] All =
    [
        new("Arrays.add", 2, 2, (a, _) => (List<object?>)[.. Values.List(a[0]), a[1]]),
        new("Arrays.remove", 2, 2, (a, _) => Values.List(a[0]).Where(item => !Values.AreEqual(item, a[1])).ToList()),
        new("Arrays.clear", 1, 1, (_, _) => new List<object?>()),
        new("Arrays.get", 2, 2, (a, _) => Get(Values.List(a[0]), Values.Int(a[1]))),
        new("Arrays.flatten", 1, int.MaxValue, (a, _) => a.SelectMany(Flat).ToList()),
        new("Arrays.contains", 2, 2, (a, _) => Values.List(a[0]).Any(item => Values.AreEqual(item, a[1]))),
        new("Arrays.size", 1, 1, (a, _) => (long)Values.List(a[0]).Count),
        new("Arrays.isEmpty", 1, 1, (a, _) => Values.List(a[0]).Count == 0),
        new("Arrays.toCsvString", 1, 1, (a, _) => string.Join(',', Values.List(a[0]).Select(Values.Text))),
    ];

    static object? Get(IReadOnlyList<object?> list, int at) =>
        at >= 0 && at < list.Count ? list[at] : throw new ExpressionError($"Arrays.get found no element {at} in an array of {list.Count}");

    static IEnumerable<object?> Flat(object? value) => value is IReadOnlyList<object?> list ? list.SelectMany(Flat) : [value];
}
