using System.Globalization;
using System.Text;

namespace Postern.LocalOrg.Directory;

/// <summary>What a login is looked up by: without regard to case and diacritics (authn.md 3.1).</summary>
static class LoginKey
{
    public static string Of(string login)
    {
        if (Ascii.IsValid(login))
            return login.ToLowerInvariant();

        // Half a surrogate pair cannot be normalised: it becomes U+FFFD, which no login has.
        var whole = string.Concat(login.EnumerateRunes());
        var key = new StringBuilder(whole.Length);
        foreach (var c in whole.Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
                key.Append(char.ToLowerInvariant(c));
        return key.ToString();
    }
}
