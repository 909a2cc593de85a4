using System.Net.Http.Headers;
using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary><c>/api/v1/authn</c>: asks, and reads the transaction.</summary>
static class AuthnEndpoint
{
    static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>A call that begins something: its path is known, not linked.</summary>
    public static Task<AuthnTransaction> BeginAsync(OktaClient client, string path, AuthnRequest body, CancellationToken ct) =>
        SendAsync(client, $"{client.OrgUrl}{Paths.Authn}{path}", body, ct);

    public static Task<AuthnTransaction> FollowAsync(OktaClient client, AuthnStep step, AuthnRequest body, string query, CancellationToken ct)
    {
        CheckLink(client, step);
        var url = query.Length == 0 ? step.Href : $"{step.Href}{(step.Href.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
        return SendAsync(client, url, body, ct);
    }

    public static async Task CancelAsync(OktaClient client, AuthnStep step, AuthnRequest body, CancellationToken ct)
    {
        CheckLink(client, step);
        _ = await PostAsync(client, step.Href, body, ct).ConfigureAwait(false);
    }

    static async Task<AuthnTransaction> SendAsync(OktaClient client, string url, AuthnRequest body, CancellationToken ct)
    {
        var answer = await PostAsync(client, url, body, ct).ConfigureAwait(false);
        return answer.Status == 200 ? Read(client, answer) : throw Refusal.Read(answer);
    }

    // Never sent again but after 429: each wrong password or code counts towards the user's lockout.
    static Task<HttpAnswer> PostAsync(OktaClient client, string url, AuthnRequest body, CancellationToken ct)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, OktaJson.Wire.AuthnRequest);
        return client.Http.SendAsync(Stage.Authn, () => Post(client, url, bytes), RetryRule.RateLimitOnly, ct);
    }

    static void CheckLink(OktaClient client, AuthnStep step)
    {
        if (!Uri.TryCreate(step.Href, UriKind.Absolute, out var link) || Uri.Compare(link, new(client.OrgUrl), UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
            throw new UnexpectedResponseException(Stage.Authn, $"A link of the transaction leads to '{step.Href}', which is not the org {client.OrgUrl}.", "The secrets of a sign-in go to the org alone. Use the URL that the org calls itself by; a step that leads elsewhere can only be done in a browser.");
    }

    static HttpRequestMessage Post(OktaClient client, string url, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
            Headers = { Accept = { new("application/json") } },
        };
        if (client.Options.ApiToken is { } token)
            request.Headers.Authorization = new("SSWS", token);
        return request;
    }

    static AuthnTransaction Read(OktaClient client, HttpAnswer answer)
    {
        try
        {
            return answer.IsJson && JsonSerializer.Deserialize(answer.Body, OktaJson.Default.AuthnResponse) is { } response
                ? TransactionReader.Read(client, response)
                : throw Refusal.Read(answer);
        }
        catch (JsonException)
        {
            throw Refusal.NotAsExpected(answer, "Okta answered the authentication with JSON that is no transaction.");
        }
    }
}
