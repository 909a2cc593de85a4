namespace Postern.Cli;

/// <summary>
/// Writes what travels on stderr, secrets as fingerprints: one message at a time and whole, since requests run side by side.
/// </summary>
sealed class Narrator(Terminal io)
{
    const int LongestBody = 1200;

    static readonly string[] TellingHeaders =
    [
        "Allow", "Location", "Content-Type", "Retry-After", "Set-Cookie", "WWW-Authenticate", "X-Okta-Request-Id", "X-Postern-Unsupported",
        "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset",
    ];

    public void Tell(params IReadOnlyList<Told> messages)
    {
        lock (io.Secrets)
        {
            foreach (var message in messages)
                Tell(message);
        }
    }

    // Each line by itself, for what somebody else wrote stands in it.
    void Tell(Told message)
    {
        io.Tell(message.Url is null ? message.FirstLine : $"{message.FirstLine} {io.Secrets.Url(message.Url)}");
        foreach (var line in Headers(message).Concat(Body(message)))
            io.Tell($"    {line}");
    }

    // An answer's other headers are always the same.
    IEnumerable<string> Headers(Told message) => message.Headers
        .Where(header => message.Url is not null || TellingHeaders.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
        .SelectMany(header => header.Values.Select(value => $"{header.Name}: {io.Secrets.Header(header.Name, value)}"));

    string[] Body(Told message) => message.Body.Length is 0 ? [] : Cut(io.Secrets.Body(message.MediaType, message.Body)).Split('\n');

    static string Cut(string text) => text.Length <= LongestBody ? text : $"{text[..LongestBody]}… ({text.Length - LongestBody} more)";
}

/// <summary>A request, which has a URL, or an answer, which has none: as it travelled.</summary>
sealed record Told(string FirstLine)
{
    public string? Url { get; init; }
    public required IEnumerable<(string Name, IEnumerable<string> Values)> Headers { get; init; }
    public string? MediaType { get; init; }
    public string Body { get; init; } = "";

    public override string ToString() => FirstLine;
}
