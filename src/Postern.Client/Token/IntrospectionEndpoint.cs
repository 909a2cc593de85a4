using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary><c>POST {as}/v1/introspect</c>: RFC 7662.</summary>
static class IntrospectionEndpoint
{
    public static async Task<IntrospectionResponse> AskAsync(OktaClient client, string token, string? tokenTypeHint, CancellationToken ct)
    {
        var server = await client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var endpoint = Discovery.Require(server, server.IntrospectionEndpoint, "introspection_endpoint");
        var form = new FormParameters { { Parameters.Token, token }, { Parameters.TokenTypeHint, tokenTypeHint } };
        var answer = await FormPost.SendAsync(client, Stage.Introspect, endpoint, form, RetryRule.Reads, ct).ConfigureAwait(false);
        var response = Answer.Read(
            answer, OAuthJson.Default.IntrospectionResponse, "The introspection endpoint's answer lacks active, or is malformed.");
        return response with { Document = JsonElement.Parse(answer.Body) };
    }
}
