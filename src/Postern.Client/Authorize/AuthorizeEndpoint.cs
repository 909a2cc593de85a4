using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// <c>GET {as}/v1/authorize</c>: asks, follows Okta's own resume redirect if there is one, and picks the reader for the way the answer
/// came.
/// </summary>
static class AuthorizeEndpoint
{
    const int MaxResumes = 3;

    /// <summary>Pushes the request first, where that is asked for or required.</summary>
    public static async Task<string> UrlAsync(
        OktaClient client, AuthorizationServerMetadata server, AuthorizeRequest request, CancellationToken ct)
    {
        if (!request.IsPushed(server))
            return request.ToParameters().UrlAt(server.AuthorizationEndpoint);

        // UNCONFIRMED (oidc.md 7): Okta's documents do not say where a session token goes beside a request_uri; it is no part of the
        // request, but stands for the browser's cookie.
        var pushed = await PushedAuthorization.PushAsync(client, server, request, ct).ConfigureAwait(false);
        pushed.Add(Parameters.SessionToken, request.SessionToken);
        return pushed.UrlAt(server.AuthorizationEndpoint);
    }

    public static async Task<AuthorizeResponse> SendAsync(
        OktaClient client, AuthorizationServerMetadata server, AuthorizeRequest request, CancellationToken ct)
    {
        var asked = new Uri(await UrlAsync(client, server, request, ct).ConfigureAwait(false));
        var cookies = RedirectReader.IsSameOrigin(asked, new(client.OrgUrl)) ? request.Cookies : ""; // a session's are its org's alone
        var answer = await GetAsync(client, asked, cookies, ct).ConfigureAwait(false);
        for (var resumes = 0; resumes < MaxResumes && ResumeOf(answer, asked) is { } next; resumes++)
        {
            cookies = WithCookies(answer.Cookies, cookies);
            answer = await GetAsync(client, next, cookies, ct).ConfigureAwait(false);
        }

        return Read(answer, asked, request).ToResponse(request, client, new(server, answer.SentAt) { RequestId = answer.RequestId });
    }

    public static Task<HttpAnswer> GetAsync(OktaClient client, Uri url, string cookies, CancellationToken ct) =>
        client.Http.SendAsync(Stage.Authorize, () => Request(url, cookies), RetryRule.RateLimitOnly, ct);

    static HttpRequestMessage Request(Uri url, string cookies)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url)
        {
            Headers = { Accept = { new("text/html"), new("application/json", 0.9) } },
        };
        if (cookies.Length > 0)
            request.Headers.Add("Cookie", cookies);
        return request;
    }

    // Okta parks a request under okta_key when it must make the session first; the cookies it sets belong to this one run.
    static Uri? ResumeOf(HttpAnswer answer, Uri asked) =>
        LocationOf(answer, asked) is { } to
            && RedirectReader.IsSameOrigin(to, asked)
            && to.AbsolutePath.EndsWith("/authorize/redirect", StringComparison.Ordinal)
            ? to
            : null;

    public static string WithCookies(IReadOnlyList<string> set, string earlier)
    {
        var byName = earlier.Split("; ", StringSplitOptions.RemoveEmptyEntries)
            .Concat(set.Select(cookie => cookie.Split(';')[0]))
            .GroupBy(cookie => cookie.Split('=')[0]);
        return string.Join("; ", byName.Select(cookies => cookies.Last()));
    }

    public static Uri? LocationOf(HttpAnswer answer, Uri asked) =>
        answer is { Status: 302 or 303, Location: { } to } && Uri.TryCreate(asked, to, out var location) ? location : null;

    public static AuthorizeAnswer Read(HttpAnswer answer, Uri asked, AuthorizeRequest request) => answer switch
    {
        _ when LocationOf(answer, asked) is { } to =>
            RedirectReader.Read(to, request.RedirectUri) ?? throw InteractivePage.Behind(to, asked, answer),
        { Status: 200, IsHtml: true } => Page.Of(answer).Read(request.RedirectUri),
        { Status: 400 or 401 or 403, IsHtml: true } => throw Page.Of(answer).Error(),
        _ => throw Refusal.Read(answer),
    };
}
