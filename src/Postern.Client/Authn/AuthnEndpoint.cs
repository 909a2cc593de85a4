using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Postern.Protocol;

namespace Postern.Client;

/// <summary><c>/api/v1/authn</c>: asks, and reads the transaction.</summary>
static class AuthnEndpoint
{
    static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Primary authentication: with a password, or without one where a factor takes its place.</summary>
    public static Task<AuthnTransaction> AuthenticateAsync(
        OktaClient client, string username, string? password, AuthnOptions options, CancellationToken ct)
    {
        var body = new AuthnRequest
        {
            Username = username,
            Password = password,
            RelayState = options.RelayState,
            Options = OptionsOf(options),
            Context = ContextOf(options),
        };
        return SendAsync(client, $"{client.OrgUrl}{Paths.Authn}", body, options, ct);
    }

    /// <summary>A call that begins something: its path is known, not linked.</summary>
    public static Task<AuthnTransaction> BeginAsync(OktaClient client, string path, AuthnRequest body, CancellationToken ct) =>
        SendAsync(client, $"{client.OrgUrl}{Paths.Authn}{path}", body, new(), ct);

    public static Task<AuthnTransaction> FollowAsync(
        OktaClient client, AuthnStep step, AuthnRequest body, string query, CancellationToken ct)
    {
        CheckLink(client, step.Href);
        var url = query.Length == 0 ? step.Href : $"{step.Href}{(step.Href.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
        return SendAsync(client, url, body, new(), ct);
    }

    public static async Task CancelAsync(OktaClient client, AuthnStep step, AuthnRequest body, CancellationToken ct)
    {
        CheckLink(client, step.Href);
        _ = await PostAsync(client, step.Href, body, new(), ct).ConfigureAwait(false);
    }

    public static async Task<IReadOnlyList<SecurityQuestion>> QuestionsAsync(OktaClient client, AuthnLink link, CancellationToken ct)
    {
        CheckLink(client, link.Href);
        var answer = await client.Http.SendAsync(
            Stage.Authn, () => Addressed(client, HttpMethod.Get, link.Href), RetryRule.Reads, ct).ConfigureAwait(false);
        return answer is { Status: 200, IsJson: true }
            ? [
                .. Parsed(answer, OktaJson.Default.ListQuestionResponse)
                    .Select(question => new SecurityQuestion(question.Question ?? "", question.QuestionText ?? "")),
            ]
            : throw Refusal.Read(answer);
    }

    static AuthnRequestOptions? OptionsOf(AuthnOptions options) =>
        options is { WarnBeforePasswordExpired: false, MultiOptionalFactorEnroll: false }
        ? null
        : new()
        {
            WarnBeforePasswordExpired = options.WarnBeforePasswordExpired,
            MultiOptionalFactorEnroll = options.MultiOptionalFactorEnroll,
        };

    static AuthnRequestContext? ContextOf(AuthnOptions options) => options.DeviceToken switch
    {
        null => null,
        { Length: > 32 } => throw new ArgumentException("A device token has at most 32 characters.", nameof(options)),
        var token => new() { DeviceToken = token },
    };

    static async Task<AuthnTransaction> SendAsync(
        OktaClient client, string url, AuthnRequest body, AuthnOptions options, CancellationToken ct)
    {
        var answer = await PostAsync(client, url, body, options, ct).ConfigureAwait(false);
        return answer.Status == 200 ? Read(client, answer) : throw Refusal.Read(answer);
    }

    // Never sent again but after 429: each wrong password or code counts towards the user's lockout.
    static Task<HttpAnswer> PostAsync(OktaClient client, string url, AuthnRequest body, AuthnOptions options, CancellationToken ct)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, OktaJson.Wire.AuthnRequest);
        return client.Http.SendAsync(Stage.Authn, () => Post(client, url, bytes, options), RetryRule.RateLimitOnly, ct);
    }

    public static void CheckLink(OktaClient client, string href) => OrgLink.Check(client, Stage.Authn, href);

    static HttpRequestMessage Post(OktaClient client, string url, byte[] body, AuthnOptions options)
    {
        var request = Addressed(client, HttpMethod.Post, url);
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        if (options.ClientAddress is { } address)
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
        if (options.DeviceFingerprint is { } fingerprint)
            request.Headers.TryAddWithoutValidation("X-Device-Fingerprint", fingerprint);
        return request;
    }

    static HttpRequestMessage Addressed(OktaClient client, HttpMethod method, string url)
    {
        var request = new HttpRequestMessage(method, url) { Headers = { Accept = { new("application/json") } } };
        if (client.Options.ApiToken is { } token)
            request.Headers.Authorization = new("SSWS", token);
        return request;
    }

    static AuthnTransaction Read(OktaClient client, HttpAnswer answer)
    {
        return answer.IsJson
            ? TransactionReader.Read(client, Parsed(answer, OktaJson.Default.AuthnResponse)) with { Cookies = answer.Cookies }
            : throw Refusal.Read(answer);
    }

    static T Parsed<T>(HttpAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type) ?? throw Refusal.Read(answer);
        }
        catch (JsonException at)
        {
            throw Refusal.Malformed(answer, at, "Okta answered the authentication with JSON that is no transaction.");
        }
    }
}
