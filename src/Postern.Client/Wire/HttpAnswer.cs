using System.Globalization;
using System.Net.Http.Headers;

namespace Postern.Client;

/// <summary>An answer, read to its end; its body and location may hold secrets.</summary>
sealed class HttpAnswer
{
    public required Stage Stage { get; init; }

    public required int Status { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public string? MediaType { get; init; }

    public Uri? Location { get; init; }

    public string? RequestId { get; init; }

    public IReadOnlyList<string> Cookies { get; init; } = [];

    public IReadOnlyList<AuthenticationHeaderValue> Challenges { get; init; } = [];

    /// <summary>Whether it named a nonce for DPoP proofs, which is remembered.</summary>
    public bool NamesNonce { get; init; }

    /// <summary>A local org's word for a call of Okta's that it does not do yet, such as <c>POST /api/v1/authn/consent</c>; null everywhere else.</summary>
    public string? UnsupportedCall { get; init; }

    public int? RateLimit { get; init; }

    public TimeSpan? RateLimitResetsIn { get; init; }

    public bool IsJson => MediaType is { } type && (type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal));

    public bool IsHtml => MediaType is "text/html" or "application/xhtml+xml";

    public static async Task<HttpAnswer> ReadAsync(Stage stage, HttpResponseMessage response, DateTimeOffset sentAt, bool namesNonce, CancellationToken ct) => new()
    {
        Stage = stage,
        Status = (int)response.StatusCode,
        Body = await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false),
        SentAt = sentAt,
        MediaType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
        Location = response.Headers.Location,
        RequestId = First(response, "X-Okta-Request-Id"),
        Cookies = [.. response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []],
        Challenges = [.. response.Headers.WwwAuthenticate],
        NamesNonce = namesNonce,
        UnsupportedCall = First(response, "X-Postern-Unsupported"),
        RateLimit = (int?)Number(response, "X-Rate-Limit-Limit"),
        RateLimitResetsIn = ResetsIn(response, sentAt),
    };

    // Measured against the org's own clock where it tells it: ours may be wrong by more than the wait.
    static TimeSpan? ResetsIn(HttpResponseMessage response, DateTimeOffset sentAt) =>
        Number(response, "X-Rate-Limit-Reset") is { } reset and > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(reset) - (response.Headers.Date ?? sentAt)
            : response.Headers.RetryAfter?.Delta;

    static long? Number(HttpResponseMessage response, string header) =>
        long.TryParse(First(response, header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static string? First(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
}
