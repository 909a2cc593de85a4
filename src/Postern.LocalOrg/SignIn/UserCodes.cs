using System.Security.Cryptography;

namespace Postern.LocalOrg.SignIn;

/// <summary>The codes that people type to activate a device: RFC 8628 section 6.1.</summary>
static class UserCodes
{
    public const int Length = 8; // oidc.md 16

    /// <summary>
    /// Consonants alone, so that no code is a word. UNCONFIRMED (oidc.md 16): Okta's letters; this is the RFC's own choice.
    /// </summary>
    const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    public static string New() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>As people type it: in any case, with hyphens or spaces.</summary>
    public static string Normalised(string typed) => string.Concat(typed.Where(char.IsAsciiLetter)).ToUpperInvariant();
}
