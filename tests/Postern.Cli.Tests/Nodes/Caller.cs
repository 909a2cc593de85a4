using System.Text;
using System.Text.Json;

namespace Postern.Cli.Tests.Nodes;

/// <summary>Speaks to an org as apps and browsers do, and says what came back.</summary>
sealed class Caller(HttpClient http) : IDisposable
{
    public const string Web = "0oa1posternWeb000005";
    public const string Native = "0oa1posternNative005";
    public const string Spa = "0oa1posternSpa000005";
    const string Callback = "http%3A%2F%2Flocalhost%3A8080%2Fcallback";
    const string Server = "/oauth2/default/v1";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Task<Heard> AuthenticateAsync(string login = "ada@example.com") =>
        JsonAsync("/api/v1/authn", $$"""{"username":"{{login}}","password":"{{TheOrg.Password}}"}""");

    public Task<Heard> AuthorizeAsync(string more, string client = Native) => SendAsync(new(
        HttpMethod.Get,
        $"{Server}/authorize?client_id={client}&response_type=code&scope=openid%20offline_access&redirect_uri={Callback}&state=s&nonce=n" +
        $"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&{more}"));

    public Task<Heard> RedeemAsync(string code, string client = Native) => TokenAsync(
        $"grant_type=authorization_code&client_id={client}&redirect_uri={Callback}&code={code}" +
        "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

    public Task<Heard> RefreshAsync(string token, string client = Native) =>
        TokenAsync($"grant_type=refresh_token&client_id={client}&refresh_token={token}");

    public Task<Heard> TokenAsync(string form, string? dpop = null) => FormAsync($"{Server}/token", form, dpop: dpop);

    /// <summary>As the web app, which has a secret.</summary>
    public Task<Heard> AsWebAsync(string path, string form) =>
        FormAsync(Server + path, form + $"&client_id={Web}&client_secret=demo-web-secret-that-is-no-secret-0123456789");

    public Task<Heard> FormAsync(string path, string form, string? cookie = null, string? dpop = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"),
        };
        if (dpop is not null)
            request.Headers.Add("DPoP", dpop);
        return SendAsync(request, cookie);
    }

    public Task<Heard> PutAsync(string path, string json) =>
        SendAsync(new(HttpMethod.Put, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    public Task<Heard> JsonAsync(string path, string json) =>
        SendAsync(new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    public Task<Heard> GetAsync(string path, string? cookie = null) => SendAsync(new(HttpMethod.Get, path), cookie);

    public void Dispose() => http.Dispose();

    async Task<Heard> SendAsync(HttpRequestMessage request, string? cookie = null)
    {
        using (request)
        {
            if (cookie is not null)
                request.Headers.Add("Cookie", cookie);
            using var answer = await http.SendAsync(request, Ct);
            return new(
                $"{request.Method} {request.RequestUri!.ToString().Split('?')[0]}", (int)answer.StatusCode,
                await answer.Content.ReadAsStringAsync(Ct), answer.Headers.Location?.ToString() ?? "",
                answer.Headers.RetryAfter is not null,
                answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.First().Split(';')[0] : "")
            {
                DpopNonce = answer.Headers.TryGetValues("dpop-nonce", out var nonces) ? nonces.First() : "",
            };
        }
    }

    /// <summary>An answer.</summary>
    public sealed record Heard(string Call, int Status, string Body, string Location, bool HasRetryAfter, string Cookie)
    {
        public string DpopNonce { get; init; } = "";

        /// <summary>A string member of the body.</summary>
        public string Text(string member) => JsonDocument.Parse(Body).RootElement.GetProperty(member).GetString()!;

        /// <summary>A parameter of the redirect; null where there is none.</summary>
        public string? Redirected(string name) =>
            Location.Split('?', 2) is [_, var query]
                ? query.Split('&').FirstOrDefault(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]
                : null;

        /// <summary>Of a hosted page's form.</summary>
        public string Field(string name) => Body.Split($"name=\"{name}\" value=\"")[1].Split('"')[0];

        /// <summary>In the org's own shape: later.</summary>
        public bool SaysLater => HasRetryAfter && Status is 503
            && (Body.Contains("\"temporarily_unavailable\"", StringComparison.Ordinal)
                || Body.Contains("\"E0000010\"", StringComparison.Ordinal)
                || Body.Contains("Error Code: temporarily_unavailable<", StringComparison.Ordinal));

        public bool IsRedirectedLater => HasRetryAfter && Redirected("error") is "temporarily_unavailable";

        public override string ToString() => $"{Call}: {Status} {Location} {Body}";
    }
}
