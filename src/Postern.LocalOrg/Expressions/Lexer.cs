using System.Text;

namespace Postern.LocalOrg.Expressions;

/// <summary>Cuts an expression into tokens.</summary>
static class Lexer
{
    static readonly string[] Symbols =
    [
        ".![", "?.", "?:", "==", "!=", "<=", ">=", "&&", "||", "(", ")", "{", "}", "[", "]", ",", ".", "?", ":", "+", "-", "*", "/", "%",
        "<", ">", "!",
    ];

    /// <summary>Spring's words for operators; Okta's documents write them in capitals.</summary>
    static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["and"] = "&&", ["or"] = "||", ["not"] = "!", ["matches"] = "matches", ["eq"] = "==", ["ne"] = "!=", ["lt"] = "<", ["le"] = "<=",
        ["gt"] = ">", ["ge"] = ">=",
    };

    public static List<Token> Read(string text)
    {
        List<Token> tokens = [];
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var (token, next) = Next(text, at, afterDot: tokens is [.., { Kind: TokenKind.Symbol, Text: "." or "?." }]);
            tokens.Add(token);
            at = next;
        }

        tokens.Add(new(TokenKind.End, "the end", text.Length));
        return tokens;
    }

    static (Token Token, int Next) Next(string text, int at, bool afterDot)
    {
        if (text[at] is '\'' or '"')
            return ReadText(text, at);
        if (char.IsAsciiDigit(text[at]))
            return ReadNumber(text, at);
        if (char.IsLetter(text[at]) || text[at] is '_')
            return ReadName(text, at, afterDot);
        if (text[at] is '$')
            throw new ExpressionError("A reference that names an app ('$app.attribute') is not allowed in claims: use appuser", at);

        foreach (var symbol in Symbols)
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0)
                return (new(TokenKind.Symbol, symbol, at), at + symbol.Length);

        throw new ExpressionError($"'{text[at]}' means nothing here", at);
    }

    /// <summary>A quote inside is written twice; a backslash is an ordinary character.</summary>
    static (Token, int) ReadText(string text, int start)
    {
        var value = new StringBuilder();
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] != text[start])
                value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == text[start])
                value.Append(text[at++]);
            else
                return (new(TokenKind.Text, value.ToString(), start), at + 1);
        }

        throw new ExpressionError("The text that begins here has no end", start);
    }

    static (Token, int) ReadNumber(string text, int start)
    {
        var end = Skip(text, start, char.IsAsciiDigit);
        if (end + 1 < text.Length && text[end] is '.' && char.IsAsciiDigit(text[end + 1]))
            end = Skip(text, end + 1, char.IsAsciiDigit);
        return (new(TokenKind.Number, text[start..end], start), end);
    }

    /// <summary>Behind a dot a word is an attribute, whatever else it means.</summary>
    static (Token, int) ReadName(string text, int start, bool afterDot)
    {
        var end = Skip(text, start, c => char.IsLetterOrDigit(c) || c is '_');
        var name = text[start..end];
        return (
            !afterDot && Words.TryGetValue(name, out var symbol) ? new(TokenKind.Symbol, symbol, start) : new(TokenKind.Name, name, start),
            end);
    }

    static int Skip(string text, int at, Func<char, bool> isPart)
    {
        while (at < text.Length && isPart(text[at]))
            at++;
        return at;
    }
}
