namespace Postern.Cli;

/// <summary>What of a run is told: each secret as its fingerprint, or, for its owner alone, everything as it travelled.</summary>
sealed class TraceTeller(Redaction? secrets)
{
    public string Url(Uri url) => secrets?.Url(url.AbsoluteUri) ?? url.AbsoluteUri;

    public string Text(string url) => secrets?.Url(url) ?? url;

    public IEnumerable<KeyValuePair<string, string>> Headers(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.Select(header => KeyValuePair.Create(header.Key, secrets?.Header(header.Key, header.Value) ?? header.Value));

    public string Body(string? mediaType, string body) => body.Length is 0 ? "" : secrets?.Body(mediaType, body) ?? body;
}
