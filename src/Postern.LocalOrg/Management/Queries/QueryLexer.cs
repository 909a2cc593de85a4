using System.Text;
using System.Text.Json;

namespace Postern.LocalOrg.Management.Queries;

/// <summary>Splits a <c>filter</c> or <c>search</c> into words, texts and brackets.</summary>
static class QueryLexer
{
    public static IReadOnlyList<QueryToken> Read(string text)
    {
        List<QueryToken> tokens = [];
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
                at++;
            else if (c is '(' or ')')
                tokens.Add(new(QueryTokenKind.Sign, text[at++].ToString()));
            else if (c is '"')
                tokens.Add(Quoted(text, ref at));
            else
                tokens.Add(Word(text, ref at));
        }

        return tokens;
    }

    /// <summary>As JSON writes texts; single quotes are none.</summary>
    static QueryToken Quoted(string text, ref int at)
    {
        var begin = at++;
        while (at < text.Length && text[at] is not '"')
            at += text[at] is '\\' ? 2 : 1;
        if (at >= text.Length)
            throw new QueryError("A '\"' is missing.");

        at++;
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text[begin..at]));
            reader.Read();
            return new(QueryTokenKind.Text, reader.GetString()!);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw new QueryError("A text is not written as in JSON.");
        }
    }

    static QueryToken Word(string text, ref int at)
    {
        var begin = at;
        while (at < text.Length && IsOfWord(text[at]))
            at++;
        return at > begin
            ? new(QueryTokenKind.Word, text[begin..at])
            : throw new QueryError($"'{text[at]}' is not expected there.");
    }

    static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '$' or ':';
}

/// <summary>A token, and what it says.</summary>
sealed record QueryToken(QueryTokenKind Kind, string Text);

/// <summary>Kinds of tokens.</summary>
enum QueryTokenKind
{
    /// <summary>An attribute, an operator or a bare value.</summary>
    Word,

    /// <summary>What stood in double quotes.</summary>
    Text,

    /// <summary>A bracket.</summary>
    Sign,
}
