using System.Text.RegularExpressions;

namespace Postern.Client;

/// <summary>
/// The sign-in page that Identity Engine shows for an authorization request: opened, its state token taken, and at the end of the sign-in
/// gone back from, all with one set of cookies (oie-sessiontoken.md 3, 4).
/// </summary>
sealed partial class HostedPage(OktaClient client, AuthorizationServerMetadata server, AuthorizeRequest request)
{
    const int MostRedirects = 8;

    // A page may hold an empty one besides, or null.
    const int ShortestToken = 10;

    string _cookies = "";

    /// <summary>The session of the sign-in behind the page, and how it stands.</summary>
    public async Task<(IdxSession Session, IdxTransaction Transaction)> OpenAsync(CancellationToken ct)
    {
        var asked = new Uri(await AuthorizeEndpoint.UrlAsync(client, server, request, ct).ConfigureAwait(false));
        var (answer, at) = await FollowAsync(asked, ct).ConfigureAwait(false);
        if (answer is not { Status: 200, IsHtml: true } || StateTokenIn(answer.Body) is not { } stateToken)
            throw Unusable(answer, at);

        // The steps are taken at the org itself, whatever it calls its authorization server.
        var session = new IdxSession(client) { Cookies = RedirectReader.IsSameOrigin(at, new(client.OrgUrl)) ? _cookies : "" };
        return (session, await session.IntrospectAsync("stateToken", stateToken, ct).ConfigureAwait(false));
    }

    /// <summary>From the end of the sign-in to the redirect URI.</summary>
    public async Task<AuthorizeResponse> LeaveAsync(IdxSession session, IdxTransaction.Redirected done, CancellationToken ct)
    {
        OrgLink.Check(client, Stage.Authorize, done.Href);
        _cookies = session.Cookies ?? "";
        var (answer, at) = await FollowAsync(new(done.Href), ct).ConfigureAwait(false);
        return AuthorizeEndpoint.Read(answer, at, request)
            .ToResponse(request, client, new(server, answer.SentAt) { RequestId = answer.RequestId });
    }

    /// <summary>
    /// The page as JavaScript has it, or JSON within JavaScript: the literal is escaped once, or twice (oie-sessiontoken.md 3).
    /// </summary>
    public static string? StateTokenIn(string html) => Tokens(html).Concat(Tokens(ScriptReader.Unescape(html))).FirstOrDefault();

    static IEnumerable<string> Tokens(string text) => StateToken().Matches(text)
        .Select(match => ScriptReader.Unescape(match.Groups["double"].Value + match.Groups["single"].Value))
        .Where(token => token.Length > ShortestToken);

    /// <summary>The org's own redirects are followed; whatever else comes is the answer.</summary>
    async Task<(HttpAnswer Answer, Uri At)> FollowAsync(Uri url, CancellationToken ct)
    {
        for (var redirects = 0; ; redirects++)
        {
            var answer = await AuthorizeEndpoint.GetAsync(client, url, _cookies, ct).ConfigureAwait(false);
            _cookies = AuthorizeEndpoint.WithCookies(answer.Cookies, _cookies);
            if (redirects == MostRedirects || AuthorizeEndpoint.LocationOf(answer, url) is not { } next || !IsOwn(next, url))
                return (answer, url);

            url = next;
        }
    }

    bool IsOwn(Uri next, Uri url) =>
        RedirectReader.IsSameOrigin(next, url) && !RedirectReader.IsSamePlace(next, new(request.RedirectUri));

    /// <summary>What the answer says by itself: an error at the redirect URI, another host, a page for a person.</summary>
    OktaException Unusable(HttpAnswer answer, Uri at)
    {
        try
        {
            _ = AuthorizeEndpoint.Read(answer, at, request).ToResponse(request, client, new(server, answer.SentAt));
        }
        catch (InteractionRequiredException shown)
        {
            shown.Hint = "The page holds no state token, by which its sign-in could be gone through without a browser: the org is on " +
                "Classic Engine, or has a page of its own. Use another flow.";
            return shown;
        }
        catch (OktaException refused)
        {
            return refused;
        }

        return Refusal.NotAsExpected(answer, "Okta answered at once, for somebody who had not signed in.");
    }

    [
        GeneratedRegex(
            """stateToken["']?\s*[:=]\s*(?:"(?<double>(?:[^"\\\r\n]|\\.){0,8192})"|'(?<single>(?:[^'\\\r\n]|\\.){0,8192})')""",
            RegexOptions.CultureInvariant),
    ]
    private static partial Regex StateToken();
}
