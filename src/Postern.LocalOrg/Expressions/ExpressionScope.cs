namespace Postern.LocalOrg.Expressions;

/// <summary>What an expression may refer to: each a map of attributes, or null.</summary>
sealed record ExpressionScope
{
    public required IReadOnlyDictionary<string, object?> Roots { get; init; }

    /// <summary>The user's groups; none where the client acts for itself.</summary>
    public IReadOnlyList<ExpressionGroup> Groups { get; init; } = [];

    public required TimeProvider Time { get; init; }
}

/// <summary>A group as expressions see it.</summary>
sealed record ExpressionGroup(string Id, string Name);
