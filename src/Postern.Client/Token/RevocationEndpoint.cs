using Postern.Protocol;

namespace Postern.Client;

/// <summary><c>POST {as}/v1/revoke</c>: RFC 7009.</summary>
static class RevocationEndpoint
{
    public static async Task AskAsync(OktaClient client, string token, string? tokenTypeHint, CancellationToken ct)
    {
        var server = await client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var endpoint = Discovery.Require(server, server.RevocationEndpoint, "revocation_endpoint");
        var form = new FormParameters { { Parameters.Token, token }, { Parameters.TokenTypeHint, tokenTypeHint } };

        // RFC 7009 section 2.2: an unknown token is answered like a revoked one, so that it may be sent again.
        var answer = await FormPost.SendAsync(client, Stage.Revoke, endpoint, form, RetryRule.Reads, ct).ConfigureAwait(false);
        if (answer.Status is not (200 or 204))
            throw Refusal.Read(answer);
    }
}
