using Postern.Protocol;

namespace Postern.Client;

/// <summary><c>POST {as}/v1/par</c>: deposits an authorization request and gives the short one that stands for it: RFC 9126.</summary>
static class PushedAuthorization
{
    /// <summary>The parameters that are left for the authorization endpoint, without the session token.</summary>
    public static async Task<FormParameters> PushAsync(
        OktaClient client, AuthorizationServerMetadata server, AuthorizeRequest request, CancellationToken ct)
    {
        var endpoint = Discovery.Require(server, server.PushedAuthorizationRequestEndpoint, "pushed_authorization_request_endpoint");
        var form = request.ToParameters().Without(Parameters.SessionToken);

        // RFC 9449 section 10.1: whoever pushes a request for a bound code can prove the key at once. UNCONFIRMED (oidc.md 17): whether
        // Okta looks at it; dpop_jkt says the same.
        var answer = await (request.KeyThumbprint is null
            ? FormPost.SendAsync(client, Stage.PushedAuthorization, endpoint, form, RetryRule.RateLimitOnly, ct)
            : FormPost.SendProvenAsync(client, Stage.PushedAuthorization, endpoint, form, ct)).ConfigureAwait(false);
        var pushed = Answer.Read(
            answer,
            OAuthJson.Default.PushedAuthorizationResponse,
            "The answer to the pushed authorization request lacks request_uri, or is malformed.");
        Answer.RequireFilled(answer, (Parameters.RequestUri, pushed.RequestUri));
        return new() { { Parameters.ClientId, client.Options.ClientId }, { Parameters.RequestUri, pushed.RequestUri } };
    }
}

/// <summary>RFC 9126 section 2.2.</summary>
sealed record PushedAuthorizationResponse
{
    public required string RequestUri { get; init; }
}
