using System.Globalization;

namespace Postern.Cli;

/// <summary>What one answer says of the limit that its request counted for.</summary>
/// <param name="Bucket">Whose.</param>
/// <param name="Limit">Of requests in the window; 0 where too many ran at once.</param>
/// <param name="Used">How many the org has counted by then.</param>
/// <param name="Named">When the window ends, in seconds by the org's clock.</param>
sealed record HeardLimit(string Bucket, int Limit, int Used, long Named)
{
    const long Second = 1000;
    const long Minute = 60 * Second;

    public bool IsRefusal { get; init; }

    /// <summary>When it came, in milliseconds by our clock.</summary>
    public long ReceivedAt { get; init; }

    /// <summary>What time the org said it was; null where it did not.</summary>
    public long? Date { get; init; }

    /// <summary>Null where an answer says nothing of limits.</summary>
    public static HeardLimit? Of(string bucket, HttpResponseMessage response, DateTimeOffset now) =>
        Number(response, "X-Rate-Limit-Limit") is { } limit
            && Number(response, "X-Rate-Limit-Remaining") is { } remaining
            && Number(response, "X-Rate-Limit-Reset") is { } resets
            ? new(bucket, (int)limit, (int)(limit - remaining), resets)
            {
                IsRefusal = (int)response.StatusCode is 429,
                ReceivedAt = now.ToUnixTimeMilliseconds(),
                Date = response.Headers.Date?.ToUnixTimeMilliseconds(),
            }
            : null;

    /// <summary>
    /// When the window ends by our clock. By the org's own Date where that is of the clock that it counts by: in whole seconds, so that we
    /// think it ends late, never early.
    /// </summary>
    public long ResetsOn(long now)
    {
        var byItsDate = Date is { } date ? (Named * Second) - date + ReceivedAt : 0;
        return IsWithin(byItsDate, now) ? byItsDate : IsWithin(Named * Second, now) ? Named * Second : now + Minute;
    }

    // A window is a minute.
    static bool IsWithin(long resets, long now) => resets > now - Second && resets <= now + Minute + Second;

    static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
            && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < 1_000_000_000_000
            ? number
            : null;
}
