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

/// <summary>Something that a request has met. What there is not is noted as well, and told by nobody.</summary>
/// <param name="What">Its kind.</param>
/// <param name="Method">Of an endpoint; empty otherwise.</param>
/// <param name="Thing">Which, of its kind.</param>
readonly record struct Met(string What, string Method, string Thing)
{
    /// <summary>More kinds than these only somebody makes who makes them up.</summary>
    public const int Most = 2000;

    public const string Endpoint = "endpoint";
    public const string Grant = "grant";
    public const string ResponseType = "response_type";
    public const string ResponseMode = "response_mode";
    public const string Error = "error";

    /// <summary>Put together by whoever tells it, and not at each request.</summary>
    public string Name => Method.Length > 0 ? $"{Method} {Thing}" : Thing;

    public static void By(RecordedRequest request, List<Met> met)
    {
        met.Add(new(Endpoint, request.Method, request.Endpoint));
        if (request.Error is { } error)
            met.Add(new(Error, "", error));
        if (request.Sent.TryGetValue("grant_type", out var grant))
            met.Add(new(Grant, "", grant));
        if (request.Sent.TryGetValue("response_type", out var type))
            met.Add(new(ResponseType, "", InOrder(type)));
        if (request.Sent.TryGetValue("response_mode", out var mode))
            met.Add(new(ResponseMode, "", mode));
    }

    /// <summary>OAuth 2.0 Multiple Response Types section 3: the order of the words does not matter.</summary>
    static string InOrder(string type) =>
        type.Contains(' ', StringComparison.Ordinal) ? string.Join(' ', type.Split(' ').Order(StringComparer.Ordinal)) : type;
}
