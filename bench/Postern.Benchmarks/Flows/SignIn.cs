namespace Postern.Benchmarks;

/// <summary>Follows a server's redirects as a browser does, until it has sent the user back to the app.</summary>
static class SignIn
{
    const int MostRedirects = 10;

    /// <summary>The request header with the cookies that were set on the way, and the code.</summary>
    public static async Task<(string Cookies, string Code)> RunAsync(
        HttpConnection connection, Target target, string clientId, string scope)
    {
        var server = new Uri(target.Url);
        var cookies = new Dictionary<string, string>();
        var next = new Uri(
            server,
            $"{target.AuthorizePath}?{AuthorizationCodeFlow.AuthorizeParameters(target, clientId, scope, 0)}" +
            $"{await SessionTokenAsync(connection, target)}");
        for (var redirects = 0; redirects < MostRedirects; redirects++)
        {
            var answer = (await connection.SendAsync(Requests.Get(server, next.PathAndQuery, Header(cookies)))).ExpectRedirect();
            Keep(cookies, answer);
            next = new(next, answer.Headers("Location").First());
            if (next.AbsoluteUri.StartsWith(target.App.RedirectUri, StringComparison.Ordinal))
                return (Header(cookies), answer.Cut("code="u8, "&\r"u8));
        }
        throw new InvalidDataException($"{target.Name} redirects without end, lastly to {next.AbsolutePath}.");
    }

    static async Task<string> SessionTokenAsync(HttpConnection connection, Target target) =>
        target.Authn is { } authn
            ? "&sessionToken=" +
                (await connection.SendAsync(Requests.PostJson(new(target.Url), "/api/v1/authn", authn))).Member("sessionToken")
            : "";

    static void Keep(Dictionary<string, string> cookies, ReadOnlyMemory<byte> answer)
    {
        foreach (var cookie in answer.Headers("Set-Cookie"))
        {
            var (name, value) = cookie.Split(';')[0].Split('=', 2) is [var left, var right]
                ? (left, right)
                : throw new InvalidDataException("That is no cookie.");
            if (value.Length > 0)
                cookies[name] = value;
            else
                cookies.Remove(name);
        }
    }

    static string Header(Dictionary<string, string> cookies) =>
        cookies.Count > 0 ? $"Cookie: {string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"))}\r\n" : "";
}
