using System.Buffers;

namespace Postern.LocalOrg.OAuth;

/// <summary>The form of code verifiers and code challenges, which is the same: RFC 7636 sections 4.1 and 4.2.</summary>
static class PkceTexts
{
    static readonly SearchValues<char> Legal = SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~");

    public static bool IsLongEnough(string text) => text.Length is >= 43 and <= 128;

    public static bool HasLegalCharacters(string text) => !text.AsSpan().ContainsAnyExcept(Legal);
}
