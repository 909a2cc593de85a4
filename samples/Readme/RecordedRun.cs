using Postern.Client;

namespace Samples;

/// <summary>A run that is kept, and played back without an org; docs/record-and-compare.md quotes the lines of the methods.</summary>
static class RecordedRun
{
    public static async Task RecordAsync(string file, OktaClientOptions options, string password)
    {
        using var http = new HttpClient(new RecordingHandler(file, OktaClient.CreateHandler()));
        var okta = new OktaClient(http, options);
        await okta.SessionTokenFlow.GetTokensAsync("ada@example.com", password);
    }

    public static async Task<string?> PlayAsync(string file, OktaClientOptions options)
    {
        using var http = new HttpClient(new ReplayHandler(Cassette.Read(file)));
        var okta = new OktaClient(http, options);
        var tokens = await okta.SessionTokenFlow.GetTokensAsync("ada@example.com", "any password");
        return tokens.IdToken;
    }
}
