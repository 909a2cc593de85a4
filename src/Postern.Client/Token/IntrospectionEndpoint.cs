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
        return answer.Status == 200 ? Read(answer) : throw Refusal.Read(answer);
    }

    static IntrospectionResponse Read(HttpAnswer answer)
    {
        try
        {
            return answer.IsJson && JsonSerializer.Deserialize(answer.Body, OAuthJson.Default.IntrospectionResponse) is { } response
                ? response with { Document = JsonElement.Parse(answer.Body) }
                : throw Refusal.Read(answer);
        }
        catch (JsonException)
        {
            throw Refusal.NotAsExpected(answer, "The introspection endpoint's answer lacks active, or is malformed.");
        }
    }
}
