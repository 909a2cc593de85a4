using System.Globalization;

namespace Postern.LocalOrg.Management.Queries;

/// <summary>Reads the grammar of management.md 3.2, where <c>and</c> binds tighter than <c>or</c>.</summary>
sealed class QueryParser(string text)
{
    /// <summary>A longer one is a mistake; a deeper one would be one of ours.</summary>
    const int Longest = 8192, Deepest = 50;

    IReadOnlyList<QueryToken> _tokens = [];
    int _at, _depth;

    public Query Parse()
    {
        if (text.Length > Longest)
            throw new QueryError("It is too long.");

        _tokens = QueryLexer.Read(text);
        var query = Or();
        return _at == _tokens.Count ? query : throw new QueryError($"'{_tokens[_at].Text}' is not expected there.");
    }

    Query Or()
    {
        if (++_depth > Deepest)
            throw new QueryError("It goes too deep.");

        List<Query> terms = [And()];
        while (Takes("or"))
            terms.Add(And());
        _depth--;
        return terms is [var only] ? only : new Query.Or(terms);
    }

    Query And()
    {
        List<Query> terms = [Term()];
        while (Takes("and"))
            terms.Add(Term());
        return terms is [var only] ? only : new Query.And(terms);
    }

    Query Term()
    {
        if (TakesSign("("))
            return Enclosed();
        if (Takes("not"))
            return TakesSign("(") ? new Query.Not(Enclosed()) : throw new QueryError("After 'not' there is a '('.");

        var attribute = Word("an attribute");
        var how = Word("an operator");
        return how.Equals("pr", StringComparison.OrdinalIgnoreCase)
            ? new Query.Present(attribute)
            : new Query.Comparison(attribute, Operator(how), Value());
    }

    Query Enclosed()
    {
        var query = Or();
        return TakesSign(")") ? query : throw new QueryError("A ')' is missing.");
    }

    static QueryOperator Operator(string how) =>
        Enum.TryParse<QueryOperator>(how, ignoreCase: true, out var known) && char.IsAsciiLetter(how[0])
            ? known
            : throw new QueryError($"'{how}' is no operator.");

    object? Value()
    {
        var token = Next("a value");
        if (token.Kind is QueryTokenKind.Text)
            return token.Text;

        return token.Kind is not QueryTokenKind.Word
            ? throw new QueryError("A value is missing.")
            : token.Text switch
            {
                "true" => true,
                "false" => false,
                "null" => null,
                var bare => double.TryParse(bare, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new QueryError($"'{bare}' is no value: texts stand in double quotes."),
            };
    }

    string Word(string what) =>
        Next(what) is { Kind: QueryTokenKind.Word } word ? word.Text : throw new QueryError($"There is {what} missing.");

    QueryToken Next(string what) => _at < _tokens.Count ? _tokens[_at++] : throw new QueryError($"It ends where there is {what} missing.");

    bool Takes(string word)
    {
        var isThere = _at < _tokens.Count && _tokens[_at] is { Kind: QueryTokenKind.Word } token
            && token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);
        if (isThere)
            _at++;
        return isThere;
    }

    bool TakesSign(string sign)
    {
        var isThere = _at < _tokens.Count && _tokens[_at] is { Kind: QueryTokenKind.Sign } token && token.Text == sign;
        if (isThere)
            _at++;
        return isThere;
    }
}
