using System.Globalization;

namespace Postern.LocalOrg.Expressions;

/// <summary>Reads an expression by recursive descent, the loosest operator first; nested no deeper than anybody means.</summary>
sealed class Parser
{
    const int Longest = 8192;
    const int Deepest = 64;

    /// <summary>What stands side by side makes a tree that is as deep.</summary>
    const int MostInARow = 500;

    /// <summary>From loose to tight.</summary>
    static readonly string[][] Levels = [["||"], ["&&"], ["==", "!=", "<", ">", "<=", ">=", "matches"], ["+", "-"], ["*", "/", "%"]];

    static readonly string[] Roots = ["user", "appuser", "app", "org", "session", "access"];

    readonly List<Token> _tokens;
    int _next;
    int _depth;
    bool _inProjection;

    public Parser(string text)
    {
        if (text.Length > Longest)
            throw new ExpressionError($"An expression has at most {Longest} characters; this one has {text.Length}");
        _tokens = Lexer.Read(text);
    }

    Token Current => _tokens[_next];

    public Expression Parse()
    {
        var whole = ReadConditional();
        return Current.Kind is TokenKind.End ? whole : throw Unexpected("an operator or the end");
    }

    Expression ReadConditional()
    {
        if (++_depth > Deepest)
            throw new ExpressionError($"Expressions may be nested {Deepest} deep", Current.Position);

        var condition = ReadBinary(0);
        if (Take("?:"))
            condition = new Expression.Default(condition, ReadConditional());
        else if (Take("?"))
        {
            var ifTrue = ReadConditional();
            Expect(":");
            condition = new Expression.Conditional(condition, ifTrue, ReadConditional());
        }

        _depth--;
        return condition;
    }

    Expression ReadBinary(int level)
    {
        if (level == Levels.Length)
            return ReadUnary();

        var left = ReadBinary(level + 1);
        for (var row = 1; Current.Kind is TokenKind.Symbol && Levels[level].Contains(Current.Text); row++)
        {
            CheckRow(row);
            var sign = _tokens[_next++].Text;
            left = new Expression.Binary(sign, left, ReadBinary(level + 1));
        }

        return left;
    }

    Expression ReadUnary()
    {
        if (++_depth > Deepest)
            throw new ExpressionError($"Expressions may be nested {Deepest} deep", Current.Position);

        Expression read = Take("!")
            ? new Expression.Not(ReadUnary())
            : Take("-")
            ? new Expression.Negative(ReadUnary())
            : ReadPostfix(ReadPrimary());
        _depth--;
        return read;
    }

    Expression ReadPostfix(Expression of)
    {
        for (var row = 1; ; row++)
        {
            CheckRow(row);
            if (Take(".!["))
                of = ReadProjection(of);
            else if (Take(".") || Take("?."))
                of = ReadMember(of);
            else if (Take("["))
            {
                of = new Expression.Element(of, ReadConditional());
                Expect("]");
            }
            else
                return of;
        }
    }

    Expression.Projection ReadProjection(Expression of)
    {
        var before = _inProjection;
        _inProjection = true;
        var each = ReadConditional();
        _inProjection = before;
        Expect("]");
        return new(of, each);
    }

    Expression ReadMember(Expression of)
    {
        var name = ExpectName();
        return !Current.Is("(") ? new Expression.Attribute(of, name.Text)
            : of is Expression.Reference { Name: "user" } ? ReadCall("user." + name.Text, name.Position)
            : throw new ExpressionError($"'{name.Text}' is no function that a value has", name.Position);
    }

    Expression ReadPrimary()
    {
        var token = _tokens[_next++];
        return token switch
        {
            { Kind: TokenKind.Text } => new Expression.Constant(token.Text),
            { Kind: TokenKind.Number } => new Expression.Constant(ReadNumber(token)),
            { Kind: TokenKind.Name } => ReadNamed(token),
            { Kind: TokenKind.Symbol, Text: "(" } => ReadParenthesized(),
            { Kind: TokenKind.Symbol, Text: "{" } => ReadBraces(),
            _ => throw Unexpected("a value", token),
        };
    }

    Expression ReadParenthesized()
    {
        var inner = ReadConditional();
        Expect(")");
        return inner;
    }

    Expression ReadNamed(Token name)
    {
        switch (name.Text.ToLowerInvariant())
        {
            case "true": return new Expression.Constant(true);
            case "false": return new Expression.Constant(false);
            case "null": return new Expression.Constant(null);
        }

        if (Current.Is("("))
            return ReadCall(name.Text, name.Position);
        if (_inProjection || Roots.Contains(name.Text))
            return new Expression.Reference(name.Text);
        if (Current.Is(".") && _tokens[_next + 1] is { Kind: TokenKind.Name } function && _tokens[_next + 2].Is("("))
        {
            _next += 2;
            return ReadCall($"{name.Text}.{function.Text}", name.Position);
        }

        throw new ExpressionError(
            $"'{name.Text}' is nothing that a claim may refer to; there are {string.Join(", ", Roots)}", name.Position);
    }

    Expression.Call ReadCall(string name, int position)
    {
        var function = Functions.Find(name) ?? throw new ExpressionError($"There is no function '{name}'", position);
        Expect("(");
        var arguments = ReadItems(")");
        return arguments.Count >= function.Fewest && arguments.Count <= function.Most
            ? new(function, arguments)
            : throw new ExpressionError($"'{name}' takes {Count(function)}, not {arguments.Count}", position);
    }

    Expression ReadBraces()
    {
        if (!(Current.Kind is TokenKind.Text or TokenKind.Name && _tokens[_next + 1].Is(":")))
            return new Expression.ListOf(ReadItems("}"));

        List<KeyValuePair<string, Expression>> entries = [];
        do
        {
            var key = _tokens[_next++];
            if (key.Kind is not (TokenKind.Text or TokenKind.Name))
                throw Unexpected("a key", key);
            if (entries.Any(entry => entry.Key == key.Text))
                throw new ExpressionError($"'{key.Text}' is there twice", key.Position);
            Expect(":");
            entries.Add(new(key.Text, ReadConditional()));
        }
        while (Take(","));
        Expect("}");
        return new Expression.MapOf(entries);
    }

    List<Expression> ReadItems(string end)
    {
        List<Expression> items = [];
        if (Take(end))
            return items;

        do
            items.Add(ReadConditional());
        while (Take(","));
        Expect(end);
        return items;
    }

    static object ReadNumber(Token token)
    {
        if (long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
            return whole;

        var number = double.Parse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? number : throw new ExpressionError("This number is too large", token.Position);
    }

    void CheckRow(int row)
    {
        if (row > MostInARow)
            throw new ExpressionError($"At most {MostInARow} operators may stand in a row", Current.Position);
    }

    static string Count(Function function) => (function.Fewest, function.Most) switch
    {
        var (fewest, most) when fewest == most => $"{fewest} argument{(fewest == 1 ? "" : "s")}",
        (var fewest, int.MaxValue) => $"at least {fewest} arguments",
        var (fewest, most) => $"{fewest} to {most} arguments",
    };

    bool Take(string symbol)
    {
        if (!Current.Is(symbol))
            return false;

        _next++;
        return true;
    }

    void Expect(string symbol)
    {
        if (!Take(symbol))
            throw Unexpected($"'{symbol}'");
    }

    Token ExpectName() => Current.Kind is TokenKind.Name ? _tokens[_next++] : throw Unexpected("a name");

    ExpressionError Unexpected(string wanted) => Unexpected(wanted, Current);

    static ExpressionError Unexpected(string wanted, Token token) =>
        new($"Here should be {wanted}, not {(token.Kind is TokenKind.End ? token.Text : $"'{token.Text}'")}", token.Position);
}
