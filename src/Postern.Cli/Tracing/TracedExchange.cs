namespace Postern.Cli;

/// <summary>A request as it was sent, and what came back; secrets in clear.</summary>
sealed record TracedExchange(HttpMethod Method, Uri Url, DateTimeOffset At)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public string? MediaType { get; init; }

    public string Body { get; init; } = "";

    /// <summary>Null where none came.</summary>
    public TracedAnswer? Answer { get; set; }

    public string? Header(string name) => TracedAnswer.Find(Headers, name);

    public override string ToString() => $"{Method} {Url.AbsolutePath}";
}

/// <summary>What came back, and how long after the request; secrets in clear.</summary>
sealed record TracedAnswer(int Status, string Reason, TimeSpan Took)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public string? MediaType { get; init; }

    public string Body { get; init; } = "";

    public string? Header(string name) => Find(Headers, name);

    public static string? Find(IReadOnlyList<KeyValuePair<string, string>> headers, string name) =>
        headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public override string ToString() => $"{Status} {Reason}";
}
