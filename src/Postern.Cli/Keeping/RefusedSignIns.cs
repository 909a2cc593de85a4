using System.Collections.Concurrent;

namespace Postern.Cli;

/// <summary>
/// What orgs have refused. Whoever asks again and again, with nobody there, is told so from memory for a pause that grows; and a password
/// that was refused is not sent a second time, since a second failure may lock its user.
/// </summary>
sealed class RefusedSignIns(TimeProvider time)
{
    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    readonly ConcurrentDictionary<string, Refusal> _refused = new();

    /// <summary>Whether it is kept for the next process: where each asks once, and another starts soon.</summary>
    public bool Outlives { get; init; }

    /// <summary>Null where nothing was refused.</summary>
    public Refusal? Of(TokenKey key) => _refused.GetValueOrDefault(key.Name);

    /// <summary>As another process has kept it.</summary>
    public void Take(TokenKey key, Refusal? refusal)
    {
        if (refusal is null)
            Forget(key);
        else
            _refused[key.Name] = refusal;
    }

    /// <exception cref="RefusedSignInException">It was refused, and the pause after that lasts.</exception>
    public void RefuseInPause(TokenKey key)
    {
        if (Of(key) is { } refused && IsInPause(refused))
            throw Again(refused);
    }

    // Of a clock that has been set back meanwhile, what is kept from before would be a pause of days.
    bool IsInPause(Refusal refused) => refused.Until - time.GetUtcNow() is var left && left > TimeSpan.Zero && left <= refused.Pause;

    /// <summary>Before anything is sent.</summary>
    /// <exception cref="RefusedSignInException">These are the secrets that were refused; the next look at them is later.</exception>
    public void RefuseSame(TokenKey key, SignInSecrets secrets)
    {
        if (Of(key) is { } refused && refused.Concerns(secrets))
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

        var before = Of(key) ?? new(failure, TimeSpan.Zero, default);
        var refused = _refused[key.Name] = Longer((secrets is null ? before : before.Of(secrets)) with { Failure = failure });
        return new(failure, refused.Until - time.GetUtcNow());
    }

    /// <summary>There are tokens.</summary>
    public void Forget(TokenKey key) => _refused.TryRemove(key.Name, out _);

    static bool IsRefusal(Failure failure) => failure.ExitCode is ExitCodes.AuthenticationRefused or ExitCodes.InteractionNeeded
        or ExitCodes.AuthorizationRefused or ExitCodes.RateLimited or ExitCodes.InvalidToken;

    // A limit says itself when it ends.
    Refusal Longer(Refusal refused)
    {
        var pause = refused.Failure.RetryAfter ?? TwiceAsLong(refused.Pause);
        return refused with { Pause = pause, Until = time.GetUtcNow() + pause };
    }

    static TimeSpan TwiceAsLong(TimeSpan pause) =>
        TimeSpan.FromTicks(Math.Clamp(pause.Ticks * 2, FirstPause.Ticks, LongestPause.Ticks));

    RefusedSignInException Again(Refusal refused) => new(
        refused.Failure with
        {
            Message = $"This was refused before, and was not asked again: {refused.Failure.Message}",
            Hint = refused.Hash is null
                ? "It is tried again after a pause that grows; 'postern token' tries it at once."
                : "What was refused is not sent again, since each failure counts towards a lockout: once the password or the factor's " +
                    "secret is another, it is tried. 'postern token' tries it at once.",
        },
        refused.Until - time.GetUtcNow());
}

/// <summary>A sign-in was refused, now or before, and whoever asks again and again should ask later.</summary>
sealed class RefusedSignInException(Failure failure, TimeSpan wait) : Exception(failure.Message)
{
    public Failure Failure => failure.After(wait);
}
