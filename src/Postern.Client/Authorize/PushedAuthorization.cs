namespace Postern.Client;

/// <summary><c>POST {as}/v1/par</c>: deposits an authorization request and gives the short one that stands for it: RFC 9126.</summary>
static class PushedAuthorization
{
    /// <summary>The parameters that are left for the authorization endpoint.</summary>
    public static async Task<FormParameters> PushAsync(OktaClient client, AuthorizationServerMetadata server, FormParameters request, CancellationToken ct)
    {
        var endpoint = Discovery.Require(server, server.PushedAuthorizationRequestEndpoint, "pushed_authorization_request_endpoint");
        var answer = await FormPost.SendAsync(client, Stage.PushedAuthorization, endpoint, request, RetryRule.RateLimitOnly, ct).ConfigureAwait(false);
        var pushed = Answer.Read(answer, OAuthJson.Default.PushedAuthorizationResponse, "The answer to the pushed authorization request lacks request_uri, or is malformed.");
        return new() { { Protocol.Parameters.ClientId, client.Options.ClientId }, { Protocol.Parameters.RequestUri, pushed.RequestUri } };
    }
}

/// <summary>RFC 9126 section 2.2.</summary>
sealed record PushedAuthorizationResponse
{
    public required string RequestUri { get; init; }
}
