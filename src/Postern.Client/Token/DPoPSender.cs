using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Sends a request to the authorization server with a DPoP proof, and once more where the server wants its nonce in it: RFC 9449 section 8.
/// </summary>
static class DPoPSender
{
    const string ProofHeader = "DPoP";

    public static async Task<HttpAnswer> SendAsync(
        OktaClient client,
        DPoPKey key,
        Func<CancellationToken, ValueTask<HttpRequestMessage>> create,
        Stage stage,
        RetryRule rule,
        CancellationToken ct)
    {
        var answer = await client.Http.SendAsync(stage, CreateAsync, rule, ct).ConfigureAwait(false);

        // Refused for the nonce alone, before anything was redeemed.
        return answer.NamesNonce && WantsNonce(answer)
            ? await client.Http.SendAsync(stage, CreateAsync, rule, ct).ConfigureAwait(false)
            : answer;

        async ValueTask<HttpRequestMessage> CreateAsync(CancellationToken token)
        {
            var request = await create(token).ConfigureAwait(false);
            var accessToken = request.Headers.Authorization is { Scheme: TokenTypes.Dpop } authorization ? authorization.Parameter : null;
            var proof = new DPoPProof(request.Method, request.RequestUri!, client.Options.Time.GetUtcNow())
            {
                AccessToken = accessToken,
                Nonce = client.Http.Nonces.For(request.RequestUri!),
            };
            request.Headers.Add(ProofHeader, key.Prove(proof));
            return request;
        }
    }

    static bool WantsNonce(HttpAnswer answer)
    {
        if (answer.Status is not (400 or 401))
            return false;

        if (answer.Challenges.Any(challenge => Refusal.ErrorIn(challenge.Parameter ?? "") == OAuthErrors.UseDpopNonce))
            return true;

        try
        {
            return answer.IsJson
                && JsonSerializer.Deserialize(answer.Body, OAuthJson.Default.OAuthErrorResponse)?.Error == OAuthErrors.UseDpopNonce;
        }
        catch (JsonException)
        {
            return false; // whoever reads the answer next says so
        }
    }
}
