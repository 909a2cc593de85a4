using System.Globalization;

namespace Postern.Client;

/// <summary>
/// Seconds that an answer names: where they are below zero or beyond all use, that is told instead of being reckoned with.
/// </summary>
static class Seconds
{
    /// <summary>Twenty years. Whoever writes the moment of expiry, in seconds since 1970, in the lifetime's place is beyond it.</summary>
    const long Longest = 20L * 365 * 24 * 60 * 60;

    const long LongestInterval = 60 * 60;

    public static bool IsLifetime(long seconds) => seconds is >= 0 and <= Longest;

    public static TimeSpan Lifetime(HttpAnswer answer, string member, long seconds) => IsLifetime(seconds)
        ? TimeSpan.FromSeconds(seconds)
        : throw Useless(answer, member, seconds, "which no lifetime is");

    /// <summary>RFC 8628 section 3.2, CIBA Core 1.0 section 7.3: 5 where none is named.</summary>
    public static TimeSpan Interval(HttpAnswer answer, long? seconds) => seconds is null or <= LongestInterval
        ? TimeSpan.FromSeconds(Math.Max(1, seconds ?? 5))
        : throw Useless(answer, "interval", seconds.Value, "and nobody asks so seldom");

    static UnexpectedResponseException Useless(HttpAnswer answer, string member, long seconds, string why) => Refusal.NotAsExpected(
        answer,
        string.Create(CultureInfo.InvariantCulture, $"The answer to the {StepNames.Of(answer.Stage)} says {member}: {seconds}, {why}."));
}
