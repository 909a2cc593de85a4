using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.SignIn;

/// <summary>Hashes and checks passwords. A right password costs its slow hash once per process; after that it is recognised.</summary>
sealed class Passwords
{
    const int Rounds = 10_000;

    /// <summary>So many a seed's passwords have at first: a start does not wait for the rest.</summary>
    const int FirstRounds = 1_000;

    const int MostRecognised = 100_000;

    /// <summary>As the rows have it whose passwords wait for the rest. Spelt as the index spells it.</summary>
    public const string WantsRest = "password_hash like 'pbkdf2-sha256$1000$%'";

    /// <summary>Checked where there is no user, so that the answer takes as long.</summary>
    static readonly string Nobodys =
        $"pbkdf2-sha256${Rounds}${Convert.ToBase64String(new byte[16])}${Convert.ToBase64String(new byte[32])}";

    readonly byte[] _recognitionKey = RandomNumberGenerator.GetBytes(32);
    readonly ConcurrentDictionary<string, byte[]> _recognised = [];

    public static string Hash(string password) => Hash(password, Rounds);

    /// <summary>The first of the rounds; <see cref="WithRest"/> makes up for the others.</summary>
    public static string HashAtFirst(string password) => Hash(password, FirstRounds);

    /// <summary>
    /// The rest of the rounds, on top of what the first came to: whoever has the hash can do that, also after a crash and in another
    /// process, and nobody has to keep the password for it. Any other hash as it is.
    /// </summary>
    public static string WithRest(string storedHash) =>
        storedHash.Split('$') is ["pbkdf2-sha256", "1000", var salt, var first]
            ? Text($"{FirstRounds}+{Rounds - FirstRounds}", salt, Derive(BytesOf(first), BytesOf(salt), Rounds - FirstRounds))
            : storedHash;

    /// <summary>
    /// Quickly: for what is kept nowhere but in the memory of a process that has it in clear as well. To check it takes as long as ever.
    /// </summary>
    public static string HashInMemory(string password) => Hash(password, 1);

    /// <summary>Whether it is such a hash, and no more work to check than a request may be.</summary>
    public static bool IsHash(string hash) =>
        hash.Split('$') is ["pbkdf2-sha256", var rounds, var salt, var derived]
        && rounds.Split('+') is { Length: <= 2 } counts && Array.TrueForAll(counts, IsCount)
        && IsBase64(salt, 8) && IsBase64(derived, 32);

    static string Hash(string password, int rounds)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return Text(
            rounds.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(salt),
            Derive(Encoding.UTF8.GetBytes(password), salt, rounds));
    }

    static string Text(string rounds, string salt, byte[] derived) =>
        $"pbkdf2-sha256${rounds}${salt}${Convert.ToBase64String(derived)}";

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

        var (derived, done) = (Encoding.UTF8.GetBytes(password), 0);
        foreach (var count in rounds.Split('+').Select(count => int.Parse(count, CultureInfo.InvariantCulture)))
            (derived, done) = (Derive(derived, BytesOf(salt), count), done + count);
        // However it was hashed, it is looked at as long as nobody's.
        if (done < Rounds)
            Derive(derived, BytesOf(salt), Rounds - done);
        return CryptographicOperations.FixedTimeEquals(derived, BytesOf(hash));
    }

    static bool IsCount(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1_000_000;

    static bool IsBase64(string text, int least) =>
        Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length >= least && length <= 64;

    static byte[] BytesOf(string base64) => Convert.FromBase64String(base64);

    static byte[] Derive(byte[] password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, 32);
}
