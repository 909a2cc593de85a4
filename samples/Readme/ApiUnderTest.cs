using Postern.Client;

namespace Samples;

/// <summary>The README's calls to an API with a user's token; the README quotes the lines of the method.</summary>
static class ApiUnderTest
{
    public static async Task<string> AskAsync(string issuer, string clientId, string password, Uri me)
    {
        using var http = new HttpClient(OktaClient.CreateHandler());
        var okta = new OktaClient(http, new() { Issuer = issuer, ClientId = clientId, RedirectUri = "http://localhost:8080/callback" });
        var tokens = new CachingTokenSource(okta.SessionTokenFlow.For("ada@example.com", password));

        using var api = new HttpClient(new BearerTokenHandler(tokens) { InnerHandler = new SocketsHttpHandler() });
        var answer = await api.GetStringAsync(me);

        return answer;
    }
}
