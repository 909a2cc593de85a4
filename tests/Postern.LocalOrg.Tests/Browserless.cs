using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Web;

namespace Postern.Local.Tests;

/// <summary>Plain HTTP against a local org: what the wire says, and nothing of our own client.</summary>
public sealed class Browserless : IDisposable
{
    readonly HttpClient _http;

    public Browserless(LocalOrg org) =>
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(org.ListenUrl) };

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostJsonAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")), headers);

    public Task<Answer> PostFormAsync(string path, string form, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(form, Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded")), headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A fresh session token for a user with the documented password.</summary>
    public async Task<string> SessionTokenAsync(string login = "ada@example.com", string password = "Correct-Horse-9")
    {
        var answer = await PostJsonAsync("/api/v1/authn", $$"""{"username":"{{login}}","password":"{{password}}"}""");
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("sessionToken").GetString()!;
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
public sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Location => Headers["Location"];

    public string? Cookie => Headers.GetValueOrDefault("Set-Cookie")?.Split(';')[0];

    /// <summary>A parameter of the redirect, from its query or its fragment.</summary>
    public string? Redirected(string name) => HttpUtility.ParseQueryString(Location[(Location.IndexOfAny(['?', '#']) + 1)..])[name];

    public void ShouldBeError(int status, string error, string description)
    {
        Status.ShouldBe(status, Body);
        Json.GetProperty("error").GetString().ShouldBe(error);
        Json.GetProperty("error_description").GetString().ShouldBe(description);
    }

    public void ShouldBeRedirectedError(string error, string description)
    {
        Status.ShouldBe(302, Body);
        Redirected("error").ShouldBe(error, Location);
        Redirected("error_description").ShouldBe(description);
    }

    public void ShouldBeOktaError(int status, string code, string summary)
    {
        Status.ShouldBe(status, Body);
        Json.GetProperty("errorCode").GetString().ShouldBe(code);
        Json.GetProperty("errorSummary").GetString().ShouldBe(summary);
        Json.GetProperty("errorLink").GetString().ShouldBe(code);
        Json.GetProperty("errorId").GetString()!.ShouldStartWith("oae");
        Json.GetProperty("errorCauses").ValueKind.ShouldBe(JsonValueKind.Array);
    }
}
