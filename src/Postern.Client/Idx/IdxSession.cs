using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// One sign-in at <c>/idp/idx</c>: asks, and reads the state. Where it was begun at a page it carries the page's cookies, without which the
/// redirect at its end is refused (oie-sessiontoken.md 3).
/// </summary>
sealed class IdxSession(OktaClient client)
{
    const string Media = "application/ion+json; okta-version=1.0.0";

    const string StepMedia = "application/json";

    const string Known = "1.0.0";

    const string NoState = "Okta answered a step of the sign-in with JSON that is no state.";

    /// <summary>Secret; null of a transaction that no page began, which sends none.</summary>
    public string? Cookies { get; set; }

    public OktaClient Client => client;

    public Task<IdxTransaction> IntrospectAsync(string member, string handle, CancellationToken ct) =>
        SendAsync($"{client.OrgUrl}{Paths.Idx}/introspect", Media, new() { [member] = handle }, ct);

    public Task<IdxTransaction> PostAsync(string href, JsonObject body, CancellationToken ct) => SendAsync(href, StepMedia, body, ct);

    // Never sent again but after 429: each wrong password or code counts towards the user's lockout.
    async Task<IdxTransaction> SendAsync(string href, string type, JsonObject body, CancellationToken ct)
    {
        OrgLink.Check(client, Stage.Idx, href);
        var text = body.ToJsonString(OktaJson.Wire.Options);
        var answer = await client.Http.SendAsync(Stage.Idx, () => Request(href, type, text), RetryRule.RateLimitOnly, ct)
            .ConfigureAwait(false);
        if (Cookies is { } sent)
            Cookies = AuthorizeEndpoint.WithCookies(answer.Cookies, sent);
        return Read(answer);
    }

    HttpRequestMessage Request(string href, string type, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, href) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.Accept.ParseAdd(Media);
        if (Cookies is { Length: > 0 } cookies)
            request.Headers.Add("Cookie", cookies);
        return request;
    }

    IdxTransaction Read(HttpAnswer answer)
    {
        if (!answer.IsJson)
            throw Refusal.Read(answer);

        try
        {
            var body = JsonElement.Parse(answer.Body);
            if (!IdxReader.IsState(body))
                throw Refusal.Read(answer);

            return body.Text("version") is null or Known
                ? new IdxReader(this, answer, body).Read()
                : throw Refusal.NotAsExpected(
                    answer, "Okta answered with a state of a sign-in in a version that this client does not know.");
        }
        catch (JsonException at)
        {
            throw Refusal.Malformed(answer, at, NoState);
        }
    }
}
