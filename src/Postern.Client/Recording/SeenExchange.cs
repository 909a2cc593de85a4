namespace Postern.Client;

/// <summary>A request as it was sent, secrets in clear.</summary>
sealed record SeenRequest(HttpMethod Method, Uri Url)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public string? MediaType { get; init; }

    public string Body { get; init; } = "";

    /// <summary>What the client will hold the answer to; null where it said nothing.</summary>
    public string? ExpectedNonce { get; init; }

    public static async Task<SeenRequest> OfAsync(HttpRequestMessage request, CancellationToken ct) => new(
        request.Method, request.RequestUri!)
    {
        Headers =
        [
            .. request.Headers.NonValidated.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value))),
        ],
        ExpectedNonce = request.Options.TryGetValue(FormParameters.NonceOption, out var nonce) ? nonce : null,
        MediaType = request.Content?.Headers.ContentType?.MediaType,
        Body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct).ConfigureAwait(false),
    };

    public override string ToString() => $"{Method} {Address.Of(Url)}";
}

/// <summary>What came back, and when; secrets in clear.</summary>
sealed record SeenResponse(int Status, DateTimeOffset At)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public string? MediaType { get; init; }

    public string Body { get; init; } = "";

    /// <summary>What there was that is not read; null where everything is.</summary>
    public string? LeftOut { get; init; }

    /// <summary>Buffers the content, so that who asked can still read it.</summary>
    public static async Task<SeenResponse> OfAsync(HttpResponseMessage response, RecordingOptions options, CancellationToken ct)
    {
        await response.Content.LoadIntoBufferAsync(options.MaxResponseBytes, ct).ConfigureAwait(false);
        var type = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();
        return new((int)response.StatusCode, options.Time.GetUtcNow())
        {
            Headers = [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)))],
            MediaType = type,
            Body = IsText(type) ? await TextAsync(response.Content, ct).ConfigureAwait(false) : "",
            LeftOut = !IsText(type) && response.Content.Headers.ContentLength is > 0 and var length
                ? $"{length} bytes of {type ?? "an unnamed type"}"
                : null,
        };
    }

    public override string ToString() => $"{Status}";

    static bool IsText(string? type) =>
        type is not null
            && (type.EndsWith("json", StringComparison.Ordinal) || type.StartsWith("text/", StringComparison.Ordinal)
                || type is "application/jwt" or "application/xhtml+xml" or "application/x-www-form-urlencoded");

    static async Task<string> TextAsync(HttpContent content, CancellationToken ct)
    {
        try
        {
            return await content.ReadAsStringAsync(ct).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            return ""; // it names a character set that there is not, and nothing of it is kept
        }
    }
}

/// <summary>What was asked, and what came back where anything did.</summary>
sealed class SeenExchange(SeenRequest request)
{
    public SeenRequest Request { get; } = request;

    public SeenResponse? Response { get; set; }
}
