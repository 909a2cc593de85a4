namespace Postern.LocalOrg.Expressions;

/// <summary>The syntax tree of an expression, checked: every function in it exists and has as many arguments as it takes.</summary>
abstract record Expression
{
    Expression() { }

    /// <summary>A text, number, truth value or null.</summary>
    public sealed record Constant(object? Value) : Expression;

    /// <summary><c>{a, b}</c>.</summary>
    public sealed record ListOf(IReadOnlyList<Expression> Items) : Expression;

    /// <summary><c>{'key': value}</c>.</summary>
    public sealed record MapOf(IReadOnlyList<KeyValuePair<string, Expression>> Entries) : Expression;

    /// <summary><c>user</c>, <c>app</c> and the like; within a projection, an attribute of the element.</summary>
    public sealed record Reference(string Name) : Expression;

    /// <summary><c>a.name</c>; of null it is null.</summary>
    public sealed record Attribute(Expression Of, string Name) : Expression;

    /// <summary><c>a[0]</c>.</summary>
    public sealed record Element(Expression Of, Expression Index) : Expression;

    /// <summary><c>a.![name]</c>.</summary>
    public sealed record Projection(Expression Of, Expression Each) : Expression;

    /// <summary><c>String.append(a, b)</c>.</summary>
    public sealed record Call(Function Function, IReadOnlyList<Expression> Arguments) : Expression;

    /// <summary><c>!a</c>.</summary>
    public sealed record Not(Expression Operand) : Expression;

    /// <summary><c>-a</c>.</summary>
    public sealed record Negative(Expression Operand) : Expression;

    /// <summary>Any other operator, by its sign.</summary>
    public sealed record Binary(string Sign, Expression Left, Expression Right) : Expression;

    /// <summary><c>a ? b : c</c>.</summary>
    public sealed record Conditional(Expression Condition, Expression IfTrue, Expression IfFalse) : Expression;

    /// <summary><c>a ?: b</c>.</summary>
    public sealed record Default(Expression Value, Expression Otherwise) : Expression;

    /// <summary>Parses, and checks what can be checked without a user.</summary>
    /// <exception cref="ExpressionError">It does not parse; says where.</exception>
    public static Expression Parse(string text) => new Parser(text).Parse();
}

/// <summary>A function of the language: how many arguments it takes, and what it comes to.</summary>
sealed record Function(string Name, int Fewest, int Most, Func<object?[], ExpressionScope, object?> Invoke);
