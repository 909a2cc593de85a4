using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.SignIn;

/// <summary>Hashes and checks passwords. A right password costs its slow hash once per process; after that it is recognised.</summary>
sealed class Passwords
{
    const int Rounds = 10_000;
    const int MostRecognised = 100_000;

    /// <summary>Checked where there is no user, so that the answer takes as long.</summary>
    static readonly string Nobodys =
        $"pbkdf2-sha256${Rounds}${Convert.ToBase64String(new byte[16])}${Convert.ToBase64String(new byte[32])}";

    readonly byte[] _recognitionKey = RandomNumberGenerator.GetBytes(32);
    readonly ConcurrentDictionary<string, byte[]> _recognised = [];

    public static string Hash(string password) => Hash(password, Rounds);

    /// <summary>
    /// Quickly: for what is kept nowhere but in the memory of a process that has it in clear as well. To check it takes as long as ever.
    /// </summary>
    public static string HashInMemory(string password) => Hash(password, 1);

    /// <summary>Whether it is such a hash, and no more work to check than a request may be.</summary>
    public static bool IsHash(string hash) =>
        hash.Split('$') is ["pbkdf2-sha256", var rounds, var salt, var derived]
        && int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1_000_000
        && IsBase64(salt, 8) && IsBase64(derived, 32);

    static string Hash(string password, int rounds)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"pbkdf2-sha256${rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, rounds))}");
    }

    /// <summary>Answers are compared without regard to case: authn.md 9.</summary>
    public static string HashAnswer(string answer) => Hash(Normalised(answer));

    public static string HashAnswerInMemory(string answer) => HashInMemory(Normalised(answer));

    public static bool CheckAnswer(string storedHash, string answer) => CheckSlowly(storedHash, Normalised(answer));

    /// <summary>Whether it is the same password, at the price of a slow hash.</summary>
    public static bool Matches(string storedHash, string password) => CheckSlowly(storedHash, password);

    public bool Check(string userId, string storedHash, string password)
    {
        // Bound to the stored hash: a changed password is recognised no longer. Keyed: the process's memory gives no password away.
        var mark = HMACSHA256.HashData(_recognitionKey, Encoding.UTF8.GetBytes($"{storedHash}\n{password}"));
        if (_recognised.TryGetValue(userId, out var known) && CryptographicOperations.FixedTimeEquals(known, mark))
            return true;

        if (!CheckSlowly(storedHash, password))
            return false;

        if (_recognised.Count >= MostRecognised)
            _recognised.Clear();
        _recognised[userId] = mark;
        return true;
    }

    public static void CheckNobody(string password) => CheckSlowly(Nobodys, password);

    static string Normalised(string answer) => answer.Trim().ToUpperInvariant();

    /// <summary>Whether it was brought from elsewhere, and is to be made one of the org's own when the password is known.</summary>
    public static bool IsImported(string storedHash) => ImportedHash.Is(storedHash);

    static bool CheckSlowly(string storedHash, string password)
    {
        if (ImportedHash.Is(storedHash))
            return ImportedHash.Matches(storedHash, password);

        // No password yet: looked at as long as one.
        if ((storedHash.Length > 0 ? storedHash : Nobodys).Split('$') is not ["pbkdf2-sha256", var rounds, var salt, var hash])
            return false;

        var count = int.Parse(rounds, CultureInfo.InvariantCulture);
        var derived = Derive(password, Convert.FromBase64String(salt), count);
        // However it was hashed, it is looked at as long as nobody's.
        if (count < Rounds)
            Derive(password, Convert.FromBase64String(salt), Rounds - count);
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(hash));
    }

    static bool IsBase64(string text, int least) =>
        Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length >= least && length <= 64;

    static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, 32);
}
