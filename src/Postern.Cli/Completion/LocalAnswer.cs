using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;

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
            using var patience = new CancellationTokenSource(Patience, io.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
            var choice = new HttpChoice
            {
                Timeout = TimeSpan.FromMinutes(1), MaxWait = TimeSpan.Zero, ClockSkew = TimeSpan.Zero, Unsaid = [Setting.CaFile.Flag],
            };
            using var http = choice.Open(url, io with { Verbose = false });
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Accept.Add(new("application/json"));
            using var response = await http.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode
                ? JsonNode.Parse(HalfCharacters.Mended(await ContentText.ReadAsync(response.Content, either.Token))) as JsonObject
                : null;
        }
        catch (Exception none) when (none is HttpRequestException or OperationCanceledException or JsonException or UsageException)
        {
            ct.ThrowIfCancellationRequested();
            return null;
        }
    }
}
