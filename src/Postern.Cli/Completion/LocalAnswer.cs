using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>
/// What an org on this machine says of itself, where it says so at once: no TAB waits for a network or tells one what is typed.
/// </summary>
static class LocalAnswer
{
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Null where there is none.</summary>
    public static async Task<JsonObject?> ReadAsync(string url, Terminal io, CancellationToken ct)
    {
        if (!new Uri(url).IsLoopback)
            return null;

        try
        {
            var choice = new HttpChoice { Timeout = Patience, MaxWait = TimeSpan.Zero, ClockSkew = TimeSpan.Zero };
            using var http = choice.Open(url, io with { Verbose = false });
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Accept.Add(new("application/json"));
            using var response = await http.SendAsync(request, ct);
            return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync(ct)) as JsonObject : null;
        }
        catch (Exception none) when (none is HttpRequestException or TaskCanceledException or JsonException)
        {
            ct.ThrowIfCancellationRequested();
            return null;
        }
    }
}
