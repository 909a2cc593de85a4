namespace Postern.Client;

/// <summary>
/// <c>GET /login/token/redirect?stateToken=…</c>: makes the session where an org gives no session token, and hands over the cookies that
/// stand for it.
/// </summary>
/// <remarks>
/// UNCONFIRMED (oie-sessiontoken.md 4 and 6, why-it-fails.md F03): orgs were seen that answer 403 to whoever has not the sign-in page's
/// cookies; those of the sign-in go along.
/// </remarks>
static class SessionPage
{
    public static async Task<string> OpenAsync(
        OktaClient client, AuthnTransaction.SuccessWithoutSessionToken authenticated, CancellationToken ct)
    {
        if (authenticated.SessionPage is not { } page)
            throw new AuthnException(authenticated);

        AuthnEndpoint.CheckLink(client, page.Href);
        var cookies = AuthorizeEndpoint.WithCookies(authenticated.Cookies, "");
        var answer = await AuthorizeEndpoint.GetAsync(client, new(page.Href), cookies, ct).ConfigureAwait(false);
        return answer.Status < 400 && answer.Cookies.Any(IsSession)
            ? AuthorizeEndpoint.WithCookies(answer.Cookies, cookies)
            : throw new AuthnException(
                authenticated,
                $"It gave no session token, and {Address.Of(page.Href)}, to which it sends a browser, answered {answer.Status} without a " +
                "session.")
            {
                StatusCode = answer.Status,
                RequestId = answer.RequestId,
            };
    }

    // Identity Engine's session is idx, Classic Engine's sid; an empty value ends one.
    static bool IsSession(string cookie) => cookie.Split(';')[0].Split('=', 2) is ["idx" or "sid", { Length: > 0 }];
}
