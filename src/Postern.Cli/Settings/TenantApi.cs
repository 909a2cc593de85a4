using System.Globalization;
using System.Text.Json;
using Postern.Client;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>
/// Reads a tenant's Management API: follows lists from page to page, waits where the tenant's rate limits want it, and shows how far it is.
/// </summary>
sealed class TenantApi(HttpClient http, string orgUrl, string authorization, TimeSpan maxWait, Terminal io) : IDisposable
{
    static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(5);

    int _requests;
    bool _isOrg;
    bool _hasRead;

    /// <summary>When the limit that the last answer told of is a new one; null: there is room.</summary>
    DateTimeOffset? _full;

    public void Dispose() => http.Dispose();

    /// <exception cref="TenantException">Whatever it was asked it has refused: what was made of that is nobody's org.</exception>
    public void RequireRead()
    {
        if (!_hasRead)
            throw new TenantException(
                ExitCodes.AuthorizationRefused, $"{orgUrl} lets this token read nothing.",
                "An API token can what its admin can, a read-only one is enough; an access token wants scopes such as okta.apps.read.");
    }

    public async Task<TenantAnswer> ReadAsync(TenantQuestion question, CancellationToken ct)
    {
        List<string> items = [];
        for (var path = question.Path; ;)
        {
            using var response = await SendAsync(question.About, path, ct);
            var (status, body) = ((int)response.StatusCode, Parsed(await ContentText.ReadAsync(response.Content, ct)));
            _hasRead |= status is 200 && body is not null;
            if (status is not 200 || body is not { ValueKind: JsonValueKind.Array } page)
                return new() { Status = status, Body = body };

            items.AddRange(page.EnumerateArray().Select(item => item.GetRawText()));
            var next = NextOf(response);
            if (next is null || next == path || items.Count >= question.Most)
                return List(items, question.Most, hasNext: next is not null && next != path);
            path = next;
        }
    }

    static TenantAnswer List(List<string> items, int? most, bool hasNext) => new()
    {
        Status = 200, Body = Parsed($"[{string.Join(',', items.Take(most ?? int.MaxValue))}]"), HasMore = hasNext || items.Count > most,
    };

    async Task<HttpResponseMessage> SendAsync(string about, string path, CancellationToken ct)
    {
        while (true)
        {
            await WaitAsync(about, ct);
            io.Show($"Reading {about.ToLowerInvariant()} ({++_requests} requests)");
            using HttpRequestMessage request = new(HttpMethod.Get, orgUrl + path);
            request.Headers.Accept.Add(new("application/json"));
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            var response = await http.SendAsync(request, ct);
            _full = FullUntil(response);
            if ((int)response.StatusCode is not 429)
                return await CheckedAsync(response, ct);

            // A moment that has passed says nothing: asked at once, it would be asked again and again.
            var now = io.Time.GetUtcNow();
            _full = _full > now ? _full : now + UsualWait;
            response.Dispose();
        }
    }

    /// <summary>What ends the import: nobody's org, a token that is none, or an org that is not well.</summary>
    async Task<HttpResponseMessage> CheckedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var body = Parsed(await ContentText.ReadAsync(response.Content, ct));
        _isOrg |= IsOfOrg(response, body);
        if (!_isOrg && status < 500)
            throw new AddressException(
                $"No Okta org is at {orgUrl}: its answer is {status.ToString(CultureInfo.InvariantCulture)} with " +
                $"{response.Content.Headers.ContentType?.MediaType ?? "no content"}.",
                "Name the org's own URL, as https://dev-1.okta.com, and see that no proxy or firewall answers in its place. Whoever did " +
                "has seen the token: revoke it where that is somebody else.",
                "A01");
        if (status is 401 && !IsOfFeature(body))
            throw new TenantException(
                ExitCodes.AuthenticationRefused, $"{orgUrl} takes the token for none.",
                "An API token goes into --api-token, an access token of the org's own authorization server into --access-token; both " +
                "expire.");
        if (status >= 500 && status is not 501)
            throw new TenantException(
                ExitCodes.ServerError, $"{orgUrl} answers {status.ToString(CultureInfo.InvariantCulture)}.", "Try again in a while.");
        return response;
    }

    async Task WaitAsync(string about, CancellationToken ct)
    {
        if (_full is not { } until)
            return;

        _full = null;
        var wait = until - io.Time.GetUtcNow();
        if (wait > maxWait)
            throw new TenantException(
                ExitCodes.RateLimited, $"The rate limit of {orgUrl} resets in {Words.Duration(wait)}.",
                "Wait longer with --max-wait, or read fewer users with --users.");
        if (wait > TimeSpan.Zero)
            await new WaitingLine(io)
                .WhileAsync(DelayAsync(wait, ct), $"The rate limit for {about.ToLowerInvariant()} is used up", until, ct);
    }

    async Task<bool> DelayAsync(TimeSpan wait, CancellationToken ct)
    {
        await Task.Delay(wait, io.Time, ct);
        return true;
    }

    /// <summary>By the tenant's own clock; a second more, since what is told is cut to one.</summary>
    DateTimeOffset? FullUntil(HttpResponseMessage response)
    {
        if (Number(response, "X-Rate-Limit-Remaining") is not 0 && (int)response.StatusCode is not 429
            || Number(response, "X-Rate-Limit-Reset") is not { } reset)
            return null;

        var now = io.Time.GetUtcNow();
        return now + (DateTimeOffset.FromUnixTimeSeconds(reset) - (response.Headers.Date ?? now)) + TimeSpan.FromSeconds(1);
    }

    static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
            && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? number
                : null;

    /// <summary>Its path alone: whatever host a link names, the token goes to the one that it is for.</summary>
    static string? NextOf(HttpResponseMessage response)
    {
        var links = response.Headers.TryGetValues("Link", out var values) ? values.SelectMany(value => value.Split(", <")) : [];
        foreach (var link in links.Select(link => link.TrimStart('<')))
            if (link.Contains("rel=\"next\"", StringComparison.Ordinal) && link.Split('>') is [var address, ..]
                && Uri.TryCreate(address, UriKind.Absolute, out var url))
                return url.PathAndQuery;
        return null;
    }

    /// <summary>What is asked for, a refusal of Okta's, or whatever bears its id; a website has pages for everything.</summary>
    static bool IsOfOrg(HttpResponseMessage response, JsonElement? body) =>
        response.Headers.Contains("X-Okta-Request-Id")
            || body is { ValueKind: JsonValueKind.Array }
            || (body is { ValueKind: JsonValueKind.Object } said
                && (said.TryGetProperty("errorCode", out _) || said.TryGetProperty("id", out _)));

    static bool IsOfFeature(JsonElement? body) =>
        body is { ValueKind: JsonValueKind.Object } error && error.TryGetProperty("errorCode", out var code)
            && code.ValueKind is JsonValueKind.String && code.ValueEquals("E0000015");

    static JsonElement? Parsed(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonDocument.Parse(HalfCharacters.Mended(text)).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A tenant cannot be read.</summary>
sealed class TenantException(int exitCode, string message, string hint) : Exception(message)
{
    public int ExitCode => exitCode;

    public string Hint => hint;
}
