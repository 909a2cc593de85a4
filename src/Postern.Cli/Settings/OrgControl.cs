using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary>The control surface of a running local org, <c>/_postern</c>, from outside.</summary>
sealed class OrgControl(HttpClient http, string orgUrl, string? key) : IDisposable
{
    public const int LongestAnswer = 64 * 1024 * 1024;

    public string OrgUrl => orgUrl;

    public Task<JsonObject> GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, null, ct);

    public Task<JsonObject> PostAsync(string path, JsonNode body, CancellationToken ct) => SendAsync(HttpMethod.Post, path, body, ct);

    public Task<JsonObject> DeleteAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Delete, path, null, ct);

    /// <summary>What it answers; empty where that is nothing.</summary>
    /// <exception cref="ControlRefusedException">It refuses.</exception>
    async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, $"{orgUrl}/_postern/{path}");
        request.Headers.Accept.Add(new("application/json"));
        if (key is not null)
            request.Headers.Add("X-Postern-Control-Key", key);
        if (body is not null)
            request.Content = new StringContent(
                body.ToText(JsonLayout.OneLine), Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        using var response = await http.SendAsync(request, ct);
        var text = await ContentText.ReadAsync(response.Content, ct);
        var answer = Parsed(text);
        if (!response.IsSuccessStatusCode)
            throw new ControlRefusedException(
                (int)response.StatusCode, answer?.Text("detail") ?? $"{orgUrl} answers {(int)response.StatusCode}, and is no local org.");
        return answer
            ?? (text.Length == 0 ? [] : throw new ControlRefusedException(404, $"{orgUrl} is no local org: it has no /_postern."));
    }

    public void Dispose() => http.Dispose();

    static JsonObject? Parsed(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(HalfCharacters.Mended(text)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The control surface of a local org refuses, and says why.</summary>
sealed class ControlRefusedException(int status, string detail) : Exception(detail)
{
    public int Status => status;
}
