using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Expressions;

/// <summary>Works out what an expression comes to. As deep as the tree, which its parser bounds.</summary>
static class Evaluator
{
    /// <exception cref="ExpressionError">It comes to nothing: a text where a number was wanted, an index outside.</exception>
    public static object? Evaluate(Expression expression, ExpressionScope scope) => expression switch
    {
        Expression.Constant(var value) => value,
        Expression.ListOf(var items) => items.Select(item => Evaluate(item, scope)).ToList(),
        Expression.MapOf(var entries) => entries.ToDictionary(entry => entry.Key, entry => Evaluate(entry.Value, scope)),
        Expression.Reference(var name) => scope.Roots.GetValueOrDefault(name),
        // UNCONFIRMED (api-access-management.md 13): an attribute of null is null, so that claims about a user are left out of a client's
        // own token.
        Expression.Attribute(var of, var name) =>
            Evaluate(of, scope) is IReadOnlyDictionary<string, object?> map ? map.GetValueOrDefault(name) : null,
        Expression.Element(var of, var index) => ElementOf(Evaluate(of, scope), Evaluate(index, scope)),
        Expression.Projection(var of, var each) => Project(Evaluate(of, scope), each, scope),
        Expression.Call(var function, var arguments) =>
            function.Invoke([.. arguments.Select(argument => Evaluate(argument, scope))], scope),
        Expression.Not(var operand) => !Values.Truth(Evaluate(operand, scope)),
        Expression.Negative(var operand) => Calculate("-", 0L, Evaluate(operand, scope)),
        Expression.Binary(var sign, var left, var right) => Combine(sign, left, right, scope),
        Expression.Conditional(var condition, var ifTrue, var ifFalse) =>
            Evaluate(Values.Truth(Evaluate(condition, scope)) ? ifTrue : ifFalse, scope),
        Expression.Default(var value, var otherwise) =>
            Evaluate(value, scope) is not (null or "") and var there ? there : Evaluate(otherwise, scope),
        _ => throw new ExpressionError("This is no expression"),
    };

    static object? Combine(string sign, Expression left, Expression right, ExpressionScope scope) => sign switch
    {
        "&&" => Values.Truth(Evaluate(left, scope)) && Values.Truth(Evaluate(right, scope)),
        "||" => Values.Truth(Evaluate(left, scope)) || Values.Truth(Evaluate(right, scope)),
        _ => Combine(sign, Evaluate(left, scope), Evaluate(right, scope)),
    };

    static object? Combine(string sign, object? left, object? right) => sign switch
    {
        "==" => Values.AreEqual(left, right),
        "!=" => !Values.AreEqual(left, right),
        "<" => Values.Compare(left, right) < 0,
        ">" => Values.Compare(left, right) > 0,
        "<=" => Values.Compare(left, right) <= 0,
        ">=" => Values.Compare(left, right) >= 0,
        "matches" => left is not null && WholeMatch(Values.Text(left), Values.Text(right)),
        "+" when left is string || right is string => Values.Text(left) + Values.Text(right),
        _ => Calculate(sign, left, right),
    };

    /// <summary>In time that grows with the text and nothing else, whatever the pattern.</summary>
    public static bool WholeMatch(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception unusable) when (unusable is ArgumentException or NotSupportedException)
        {
            throw new ExpressionError(
                $"The regular expression '{pattern}' cannot be used: " +
                $"{(unusable is RegexParseException bad ? bad.Error : "it looks around or back")}");
        }
    }

    static object Calculate(string sign, object? left, object? right)
    {
        if (left is long a && right is long b && !(sign is "/" or "%" && b is 0))
            return Whole(sign, a, b);

        double x = Values.Number(left), y = Values.Number(right);
        var result = sign switch { "+" => x + y, "-" => x - y, "*" => x * y, "/" => x / y, _ => x % y };
        return double.IsFinite(result) ? result : throw new ExpressionError("A number was divided by zero, or has become too large");
    }

    static long Whole(string sign, long a, long b)
    {
        try
        {
            return checked(sign switch { "+" => a + b, "-" => a - b, "*" => a * b, "/" => a / b, _ => a % b });
        }
        catch (OverflowException)
        {
            throw new ExpressionError("A number has become too large");
        }
    }

    static object? ElementOf(object? of, object? index)
    {
        if (of is IReadOnlyDictionary<string, object?> map)
            return map.GetValueOrDefault(Values.Text(index));

        var list = Values.List(of);
        var at = Values.Int(index);
        return at >= 0 && at < list.Count ? list[at] : throw new ExpressionError($"There is no element {at} in an array of {list.Count}");
    }

    static List<object?>? Project(object? of, Expression each, ExpressionScope scope) => of is null
        ? null
        : [
            .. Values.List(of).Select(element =>
                Evaluate(
                    each, scope with { Roots = element as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>() })),
        ];
}
