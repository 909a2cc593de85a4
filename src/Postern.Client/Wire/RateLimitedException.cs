namespace Postern.Client;

/// <summary>Okta answered 429, and the limit resets later than <see cref="OktaClientOptions.MaxRateLimitWait"/> allows to wait.</summary>
public sealed class RateLimitedException(Stage stage, TimeSpan retryAfter, string hint, string? errorCode = null)
    : OktaException(
        stage,
        $"Okta's rate limit is used up{(errorCode is null ? "" : $" ({errorCode})")}; it resets in " +
        $"{Math.Ceiling(retryAfter.TotalSeconds):0} s.",
        hint)
{
    /// <summary>As the answer names it, mostly <c>E0000047</c>; null where it names none.</summary>
    public string? ErrorCode { get; } = errorCode;

    /// <summary>How long after the answer the limit resets.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;

    /// <summary><c>X-Rate-Limit-Limit</c>: requests in the window; 0 for a limit on concurrency.</summary>
    public int? Limit { get; init; }
}
