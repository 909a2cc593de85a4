using System.Text.RegularExpressions;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>Phone numbers as they are typed, kept and shown.</summary>
static partial class PhoneNumbers
{
    /// <summary><c>+1-555-010-0142</c> → <c>+15550100142</c> (E.164); null where it is none.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null)
            return null;

        var plain = string.Concat(typed.Where(c => c is not (' ' or '-' or '(' or ')' or '.')));
        return E164().IsMatch(plain) ? plain : null;
    }

    /// <summary>
    /// <c>+15550100142</c> → <c>+1 XXX-XXX-0142</c>: authn.md 7.5. The country code is taken for what comes before ten digits.
    /// </summary>
    public static string Masked(string number)
    {
        var country = Math.Clamp(number.Length - 11, 1, 3);
        return $"{number[..(1 + country)]} XXX-XXX-{number[^4..]}";
    }

    /// <summary><c>dade@example.com</c> → <c>d...e@example.com</c>.</summary>
    public static string MaskedEmail(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at < 1 ? address : $"{address[0]}...{address[at - 1]}{address[at..]}";
    }

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z")]
    private static partial Regex E164();
}
