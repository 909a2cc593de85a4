namespace Postern.LocalOrg.Expressions;

/// <summary>An expression that does not parse, or that came to nothing when it was evaluated.</summary>
sealed class ExpressionError(string message, int? position = null) : Exception(
    position is { } at ? $"{message}, at character {at + 1}" : message);
