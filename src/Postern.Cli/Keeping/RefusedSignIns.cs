using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Postern.Cli;

/// <summary>
/// What orgs have refused while this process runs. Whoever asks again and again, with nobody there, is told so from memory for a pause that
/// grows; and a password that was refused is not sent a second time, since a second failure may lock its user.
/// </summary>
sealed class RefusedSignIns(TimeProvider time)
{
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    readonly ConcurrentDictionary<string, Refused> _refused = new();

    // Of this process alone: nothing that is kept here can be looked up elsewhere.
    readonly byte[] _hashKey = RandomNumberGenerator.GetBytes(32);

    /// <exception cref="RefusedSignInException">It was refused, and the pause after that lasts.</exception>
    public void RefuseInPause(TokenKey key)
    {
        if (_refused.GetValueOrDefault(key.Name) is { } refused && refused.Until > time.GetUtcNow())
            throw Again(refused);
    }

    /// <summary>Before anything is sent.</summary>
    /// <exception cref="RefusedSignInException">These are the secrets that were refused; the next look at them is later.</exception>
    public void RefuseSame(TokenKey key, SignInSecrets secrets)
    {
        if (_refused.GetValueOrDefault(key.Name) is { Secrets: { } before } refused
            && CryptographicOperations.FixedTimeEquals(before, Hash(secrets)))
            throw Again(_refused[key.Name] = Longer(refused));
    }

    /// <summary>
    /// What came of one that was tried, where it is a refusal; null where the same may well be tried again: no answer came, or nothing was
    /// asked.
    /// </summary>
    /// <param name="key">Whose.</param>
    /// <param name="failure">How it is told.</param>
    /// <param name="secrets">What the org has refused by itself; null where something else was wrong.</param>
    public RefusedSignInException? Remember(TokenKey key, Failure failure, SignInSecrets? secrets)
    {
        if (!IsRefusal(failure))
            return null;

        var before = _refused.GetValueOrDefault(key.Name);
        var refused = _refused[key.Name] = Longer(
            new(failure, secrets is null ? before?.Secrets : Hash(secrets), before?.Pause ?? TimeSpan.Zero, default));
        return new(failure, refused.Until - time.GetUtcNow());
    }

    /// <summary>There are tokens.</summary>
    public void Forget(TokenKey key) => _refused.TryRemove(key.Name, out _);

    static bool IsRefusal(Failure failure) => failure.ExitCode is ExitCodes.AuthenticationRefused or ExitCodes.InteractionNeeded
        or ExitCodes.AuthorizationRefused or ExitCodes.RateLimited or ExitCodes.InvalidToken;

    // A limit says itself when it ends.
    Refused Longer(Refused refused)
    {
        var pause = refused.Failure.RetryAfter ?? TwiceAsLong(refused.Pause);
        return refused with { Pause = pause, Until = time.GetUtcNow() + pause };
    }

    static TimeSpan TwiceAsLong(TimeSpan pause) =>
        TimeSpan.FromTicks(Math.Clamp(pause.Ticks * 2, FirstPause.Ticks, LongestPause.Ticks));

    RefusedSignInException Again(Refused refused) => new(
        refused.Failure with
        {
            Message = $"This was refused before, and was not asked again: {refused.Failure.Message}",
            Hint = refused.Secrets is null
                ? "It is tried again after a pause that grows; 'postern token' tries it at once."
                : "What was refused is not sent again, since each failure counts towards a lockout: once the password or the factor's " +
                    "secret is another, it is tried. 'postern token' tries it at once.",
        },
        refused.Until - time.GetUtcNow());

    byte[] Hash(SignInSecrets secrets) =>
        HMACSHA256.HashData(_hashKey, Encoding.UTF8.GetBytes(string.Join('\0', secrets.Password, secrets.Totp, secrets.Answer)));

    sealed record Refused(Failure Failure, byte[]? Secrets, TimeSpan Pause, DateTimeOffset Until);
}

/// <summary>What a user signs in with; in clear.</summary>
sealed record SignInSecrets(string Password)
{
    /// <summary>Something that tells one seed from another.</summary>
    public string? Totp { get; init; }

    public string? Answer { get; init; }

    public override string ToString() => "secrets";
}

/// <summary>A sign-in was refused, now or before, and whoever asks again and again should ask later.</summary>
sealed class RefusedSignInException(Failure failure, TimeSpan wait) : Exception(failure.Message)
{
    public Failure Failure => failure.After(wait);
}
