using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg;

/// <summary>
/// What is stored of a seed's passwords and answers: slow hashes guard those of an org that is kept, of which a password has the first
/// rounds here and the rest when nobody calls (<see cref="FirstHashes"/>); in memory, where the seed lies in clear beside them, quick ones
/// do.
/// </summary>
sealed class SeedHashes(bool isKept)
{
    /// <summary>Slow hashes are made on all cores at once.</summary>
    public T[] Each<T>(IReadOnlyList<SeedUser> users, Func<SeedUser, T> of)
    {
        if (!isKept)
            return [.. users.Select(of)];

        var each = new T[users.Count];
        Parallel.For(0, users.Count, i => each[i] = of(users[i]));
        return each;
    }

    public string OfPassword(string password) => password switch
    {
        "" => "",
        DefaultSeed.Password => DefaultSeed.PasswordHash,
        _ => isKept ? Passwords.HashAtFirst(password) : Passwords.HashInMemory(password),
    };

    public string OfAnswer(string answer) => isKept ? Passwords.HashAnswer(answer) : Passwords.HashAnswerInMemory(answer);
}
