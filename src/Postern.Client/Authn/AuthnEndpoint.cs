using System.Net.Http.Headers;
using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary><c>POST /api/v1/authn</c>: asks, and reads the transaction.</summary>
static class AuthnEndpoint
{
    static readonly MediaTypeHeaderValue Json = new("application/json");

    public static async Task<AuthnTransaction> AuthenticateAsync(OktaClient client, string username, string password, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new AuthnRequest { Username = username, Password = password }, OktaJson.Wire.AuthnRequest);

        // Never sent again but after 429: each wrong password counts towards the user's lockout.
        var answer = await client.Http.SendAsync(Stage.Authn, () => Post($"{client.OrgUrl}{Paths.Authn}", body), RetryRule.RateLimitOnly, ct).ConfigureAwait(false);
        return answer.Status == 200 ? Read(answer) : throw Refusal.Read(answer);
    }

    static HttpRequestMessage Post(string url, byte[] body) => new(HttpMethod.Post, url)
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
        Headers = { Accept = { new("application/json") } },
    };

    static AuthnTransaction Read(HttpAnswer answer)
    {
        try
        {
            return answer.IsJson && JsonSerializer.Deserialize(answer.Body, OktaJson.Default.AuthnResponse) is { } response
                ? TransactionReader.Read(response)
                : throw Refusal.Read(answer);
        }
        catch (JsonException)
        {
            throw Refusal.NotAsExpected(answer, "Okta answered the authentication with JSON that is no transaction.");
        }
    }
}
