using System.Net.Http.Headers;
using System.Text;

namespace Postern.LocalOrg.Tests;

/// <summary>Plain HTTP against a local org: what the wire says, and nothing of our own client.</summary>
public sealed class Browserless : IDisposable
{
    readonly HttpClient _http;

    public Browserless(LocalOrg org)
        : this(
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            {
                // Fifty at once on a busy machine take what they take; a test that never ends is cancelled by its name.
                BaseAddress = new(org.ListenUrl), Timeout = Timeout.InfiniteTimeSpan,
            })
    {
    }

    public Browserless(HttpClient http) => _http = http;

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostJsonAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")), headers);

    public Task<Answer> PostFormAsync(string path, string form, params (string Name, string Value)[] headers) =>
        SendAsync(
            HttpMethod.Post,
            path,
            new StringContent(form, Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
            headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, The.Ct);
        // Before anything reads them: what has been parsed is shown as the parser would write it.
        var received = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(The.Ct), received);
    }

    /// <summary>Primary authentication, whatever it comes to.</summary>
    public Task<Answer> AuthenticateAsync(string login, string password = The.Password) =>
        PostJsonAsync("/api/v1/authn", $$"""{"username":"{{login}}","password":"{{password}}"}""");

    /// <summary>A fresh session token for a user with the documented password.</summary>
    public async Task<string> SessionTokenAsync(string login = "ada@example.com")
    {
        var answer = await AuthenticateAsync(login);
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("sessionToken").GetString()!;
    }

    /// <summary>An authorize request with a fresh session token of the user's.</summary>
    public async Task<Answer> AuthorizeAsync(string server, string query, string login = "ada@example.com") =>
        await GetAsync($"{server}/v1/authorize?{query}&sessionToken={await SessionTokenAsync(login)}");

    /// <summary>A fresh code of the web app's, or another's, bound to <see cref="The.Challenge"/>.</summary>
    public async Task<string> CodeAsync(
        string server = "/oauth2/default", string clientId = The.Web, string scope = "openid%20profile%20email", string pkce = The.Pkce)
    {
        var answer = await AuthorizeAsync(
            server,
            $"client_id={clientId}&response_type=code&scope={scope}&redirect_uri={The.EncodedCallback}&state=s-1f0c&nonce=n-8c2e&{pkce}");
        return answer.Redirected("code").ShouldNotBeNull(answer.Headers.GetValueOrDefault("Location") ?? answer.Body);
    }

    /// <summary>Redeems a code of the single-page app's, which is a public client.</summary>
    public Task<Answer> RedeemAsync(string code, string server = "/oauth2/default", string clientId = The.Spa) => PostFormAsync(
        $"{server}/v1/token",
        $"grant_type=authorization_code&client_id={clientId}&redirect_uri={The.EncodedCallback}&code={code}&code_verifier={The.Verifier}");

    /// <summary>The single-page app's tokens for Ada, or another public client's, by the whole technique.</summary>
    public async Task<Answer> TokensAsync(
        string server = "/oauth2/default", string scope = "openid%20profile%20email", string clientId = The.Spa)
    {
        var tokens = await RedeemAsync(await CodeAsync(server, clientId, scope), server, clientId);
        tokens.Status.ShouldBe(200, tokens.Body);
        return tokens;
    }

    /// <summary>A public client's refresh.</summary>
    public Task<Answer> RefreshAsync(string refreshToken, string server = "/oauth2/default", string clientId = The.Spa, string more = "") =>
        PostFormAsync($"{server}/v1/token", $"grant_type=refresh_token&client_id={clientId}&refresh_token={refreshToken}{more}");

    /// <summary>What the server says of a token to a public client.</summary>
    public Task<Answer> IntrospectAsync(string token, string server = "/oauth2/default", string clientId = The.Spa) =>
        PostFormAsync($"{server}/v1/introspect", $"client_id={clientId}&token={token}");

    public void Dispose() => _http.Dispose();
}
