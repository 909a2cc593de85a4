namespace Postern.LocalOrg.Expressions;

/// <summary>A word of an expression, and where it stands.</summary>
readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    public bool Is(string symbol) => Kind is TokenKind.Symbol && Text == symbol;
}

/// <summary>What a token is.</summary>
enum TokenKind
{
    /// <summary>Nothing more comes.</summary>
    End,

    /// <summary>A name, <c>true</c>, <c>false</c> and <c>null</c> among them.</summary>
    Name,

    /// <summary>In either kind of quotes, which are gone.</summary>
    Text,

    /// <summary>Digits, with a point or without.</summary>
    Number,

    /// <summary>An operator or a bracket; the words for operators are spelt as their signs.</summary>
    Symbol,
}
