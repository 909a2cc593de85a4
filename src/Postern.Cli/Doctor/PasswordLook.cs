namespace Postern.Cli;

/// <summary>
/// What a password looks like, without a character of it: its length, what kinds it has, and what a shell may have done to it.
/// </summary>
sealed class PasswordLook(string password)
{
    /// <summary>White space at an end, quotation marks around it, control or invisible characters: nobody chose those.</summary>
    public bool IsOdd => password.Trim() != password || IsQuoted || password.Any(IsUnseen);

    bool IsQuoted => password is ['"', _, .., '"'] or ['\'', _, .., '\''];

    public override string ToString() =>
        $"The password has {password.Length} character{(password.Length is 1 ? "" : "s")}: {string.Join(", ", Kinds())}.";

    IEnumerable<string> Kinds()
    {
        if (password.Any(char.IsLetter))
            yield return "letters";
        if (password.Any(char.IsDigit))
            yield return "digits";
        if (password.Any(c => char.IsPunctuation(c) || char.IsSymbol(c)))
            yield return "signs";
        if (password.Any(char.IsSurrogate))
            yield return "characters beyond 16 bits, which Okta may not take";
        if (IsQuoted)
            yield return "quotation marks around it";
        if (password.Trim() != password)
            yield return "white space at an end";
        if (password.Any(IsUnseen))
            yield return "characters that nobody sees";
    }

    static bool IsUnseen(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format;
}
