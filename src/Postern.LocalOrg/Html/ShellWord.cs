namespace Postern.LocalOrg;

/// <summary>
/// A value as one word of a command that somebody pastes into a POSIX shell. Whoever has chosen it, and some register themselves, has
/// nothing run by it.
/// </summary>
static class ShellWord
{
    public static string Of(string value) => value.Length > 0 && value.All(IsPlain) ? value : Quoted(value);

    /// <summary>Between single quotes everything is literal but the quote itself.</summary>
    public static string Quoted(string value) => $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '@' or '%' or '_' or '+' or '=' or ':' or ',' or '.' or '/' or '-';
}
