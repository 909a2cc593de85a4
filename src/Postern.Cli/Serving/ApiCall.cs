using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>A request to an API, as it is sent with whichever token: once more with another where the first one was dead.</summary>
sealed partial record ApiCall(HttpMethod Method, Uri Url, byte[]? Body, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <exception cref="UsageException">It cannot be sent.</exception>
    public static async Task<ApiCall> OfAsync(HttpOptions options, Terminal io, CancellationToken ct)
    {
        if (options.Method is null || !Token().IsMatch(options.Method))
            throw new UsageException("There is no method.", "It stands first: postern http GET https://api.example.com/me");
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new UsageException(
                options.Url is null ? "There is no address." : $"{options.Url} is no web address.",
                "It stands behind the method: postern http GET https://api.example.com/me");

        var headers = options.Headers.Select(header => header.Split(':', 2))
            .Select(pair => KeyValuePair.Create(pair[0].Trim(), pair[1].Trim()))
            .ToList();
        if (
            headers.FirstOrDefault(
                header => !Token().IsMatch(header.Key) || header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            is { Key: { } wrong })
            throw new UsageException(
                $"--header {wrong} cannot be given.", "A header's name has no spaces; Authorization is what this command adds itself.");

        return new(new(options.Method.ToUpperInvariant()), url, await BodyAsync(options.Data, io, ct), headers);
    }

    public async Task<ApiAnswer> SendAsync(KeptTokens tokens, HttpOptions options, Terminal io, CancellationToken ct)
    {
        using var http = options.Tokens.Http.OpenApi(Url.AbsoluteUri, inner => Authorizing(inner, tokens, options, io), io);
        using var request = Request();
        using var response = await http.SendAsync(request, ct);
        return new(
            (int)response.StatusCode, response.ReasonPhrase ?? "", response.Content.Headers.ContentType?.MediaType,
            response.Headers.WwwAuthenticate.ToString(), await response.Content.ReadAsByteArrayAsync(ct));
    }

    static DelegatingHandler Authorizing(HttpMessageHandler inner, KeptTokens tokens, HttpOptions options, Terminal io)
    {
        var issued = tokens.Issued;
        var output = new TokenOutput("raw", options.SendsIdToken ? Parameters.IdToken : Parameters.AccessToken);
        var chosen = issued.Tokens with { AccessToken = output.Chosen(issued.Tokens) };
        var source = new AnewSource(_ => Task.FromResult(chosen));
        return chosen.TokenType is TokenTypes.Dpop && issued.App.DPoPKey is { } key && !options.SendsIdToken
            ? new DPoPTokenHandler(source, key, io.Time) { InnerHandler = inner }
            : new BearerTokenHandler(source) { InnerHandler = inner };
    }

    HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(Method, Url);
        if (Body is not null)
            request.Content = new ByteArrayContent(Body) { Headers = { ContentType = new(UsualType(Body)) } };
        foreach (var (name, value) in Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) && request.Content is { } content)
                content.Headers.ContentType = MediaTypeHeaderValue.TryParse(value, out var type)
                    ? type
                    : throw new UsageException($"--header Content-Type is none: {value}.", "It looks like application/json.");
            else if (!request.Headers.TryAddWithoutValidation(name, value))
                throw new UsageException(
                    $"--header {name} cannot be given here.",
                    "One that describes a body needs --data, and its length is counted by itself.");
        }

        return request;
    }

    static string UsualType(byte[] body) =>
        Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 16))).TrimStart() is ['{' or '[', ..]
            ? "application/json"
            : "text/plain";

    static async Task<byte[]?> BodyAsync(string? data, Terminal io, CancellationToken ct)
    {
        try
        {
            return data switch
            {
                null => null,
                "-" => Encoding.UTF8.GetBytes(await io.In.ReadToEndAsync(ct).WaitAsync(ct)),
                ['@', .. var file] => await File.ReadAllBytesAsync(file, ct),
                _ => Encoding.UTF8.GetBytes(data),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--data {data} cannot be read: {e.Message}", "Check the path and its permissions.");
        }
    }

    // RFC 9110 section 5.6.2.
    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z")]
    private static partial Regex Token();
}
