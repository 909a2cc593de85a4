using System.Security.Cryptography;

namespace Postern.Testing;

/// <summary>What nobody has to think of: names and secrets, new each time.</summary>
static class Made
{
    const string Lower = "abcdefghijkmnpqrstuvwxyz", Upper = "ABCDEFGHJKLMNPQRSTUVWXYZ", Digits = "23456789";

    /// <summary>RFC 4648 section 6.</summary>
    const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Name() => RandomNumberGenerator.GetString(Lower, 1) + RandomNumberGenerator.GetString(Lower + Digits, 9);

    /// <summary>Of every kind of character that a policy may demand.</summary>
    public static string Password() =>
        RandomNumberGenerator.GetString(Upper, 1) + RandomNumberGenerator.GetString(Lower, 1) + RandomNumberGenerator.GetString(Digits, 1) +
        '-' + RandomNumberGenerator.GetString(Upper + Lower + Digits, 16);

    public static string ClientSecret() => RandomNumberGenerator.GetString(Upper + Lower + Digits, 48);

    public static string TotpSecret() => RandomNumberGenerator.GetString(Base32, 32);
}
