namespace Postern.LocalOrg.Record;

/// <summary>What there is to be met, by kind.</summary>
sealed record CoverageLists
{
    public required IReadOnlyList<string> Endpoints { get; init; }
    public required IReadOnlyList<string> Grants { get; init; }
    public required IReadOnlyList<string> ResponseTypes { get; init; }
    public required IReadOnlyList<string> ResponseModes { get; init; }
    public required IReadOnlyList<string> Errors { get; init; }
}

/// <summary>What a request has met. What there is not is noted as well, and told by nobody.</summary>
static class Met
{
    /// <summary>More kinds than these only somebody makes who makes them up.</summary>
    public const int Most = 2000;

    public const string Endpoint = "endpoint";
    public const string Grant = "grant";
    public const string ResponseType = "response_type";
    public const string ResponseMode = "response_mode";
    public const string Error = "error";

    public static IEnumerable<(string What, string Name)> By(RecordedRequest request)
    {
        yield return (Endpoint, $"{request.Method} {request.Endpoint}");
        if (request.Error is { } error)
            yield return (Error, error);
        if (request.Sent.TryGetValue("grant_type", out var grant))
            yield return (Grant, grant);
        if (request.Sent.TryGetValue("response_type", out var type))
            yield return (ResponseType, InOrder(type));
        if (request.Sent.TryGetValue("response_mode", out var mode))
            yield return (ResponseMode, mode);
    }

    /// <summary>OAuth 2.0 Multiple Response Types section 3: the order of the words does not matter.</summary>
    static string InOrder(string type) =>
        type.Contains(' ', StringComparison.Ordinal) ? string.Join(' ', type.Split(' ').Order(StringComparer.Ordinal)) : type;
}
