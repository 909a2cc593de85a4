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

    /// <summary>
    /// A local org's word for a call of Okta's that it does not do yet, such as <c>POST /api/v1/authn/consent</c>; null everywhere else.
    /// </summary>
    public string? UnsupportedCall { get; init; }

    public int? RateLimit { get; init; }

    public TimeSpan? RateLimitResetsIn { get; init; }

    public bool IsJson => MediaType is { } type && (type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal));

    public bool IsHtml => MediaType is "text/html" or "application/xhtml+xml";
}
