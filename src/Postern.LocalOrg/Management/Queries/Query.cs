namespace Postern.LocalOrg.Management.Queries;

/// <summary>The syntax tree of a <c>filter</c> or <c>search</c>: management.md 3.2.</summary>
abstract record Query
{
    Query() { }

    /// <summary>All of them.</summary>
    public sealed record And(IReadOnlyList<Query> Terms) : Query;

    /// <summary>Any of them.</summary>
    public sealed record Or(IReadOnlyList<Query> Terms) : Query;

    public sealed record Not(Query Term) : Query;

    /// <summary><c>profile.nickName pr</c>.</summary>
    public sealed record Present(string Attribute) : Query;

    /// <summary><c>status eq "ACTIVE"</c>.</summary>
    /// <param name="Attribute">With the names that lead to it: <c>profile.department</c>.</param>
    /// <param name="How">The operator.</param>
    /// <param name="Value">A text, a number as <see cref="double"/>, a truth value or null.</param>
    public sealed record Comparison(string Attribute, QueryOperator How, object? Value) : Query;

    /// <exception cref="QueryError">It does not parse.</exception>
    public static Query Parse(string text) => new QueryParser(text).Parse();

    /// <summary>Every attribute that is asked about, with the operator; null: whether it is there.</summary>
    public IEnumerable<(string Attribute, QueryOperator? How)> Asked() => this switch
    {
        And and => and.Terms.SelectMany(term => term.Asked()),
        Or or => or.Terms.SelectMany(term => term.Asked()),
        Not not => not.Term.Asked(),
        Present present => [(present.Attribute, null)],
        Comparison comparison => [(comparison.Attribute, comparison.How)],
        _ => throw new InvalidOperationException("A term that nobody knows."),
    };

    /// <summary>Whether a <c>not</c> is anywhere in it.</summary>
    public bool Negates => this switch
    {
        And and => and.Terms.Any(term => term.Negates),
        Or or => or.Terms.Any(term => term.Negates),
        Not => true,
        _ => false,
    };
}

/// <summary>The operators that compare.</summary>
enum QueryOperator
{
    Eq, Ne, Co, Sw, Ew, Gt, Ge, Lt, Le,
}

/// <summary>A <c>filter</c> or <c>search</c> that does not parse, or asks what cannot be asked there.</summary>
sealed class QueryError(string message) : Exception(message);
