namespace Postern.Client;

/// <summary>Posts a form, with what proves the app's identity, to one of the authorization server's endpoints.</summary>
static class FormPost
{
    public static Task<HttpAnswer> SendAsync(
        OktaClient client, Stage stage, string endpoint, FormParameters form, RetryRule rule, CancellationToken ct) =>
        client.Http.SendAsync(stage, token => CreateAsync(client, endpoint, form, token), rule, ct);

    /// <summary>The same with a proof of the client's DPoP key, if it has one.</summary>
    public static Task<HttpAnswer> SendProvenAsync(
        OktaClient client, Stage stage, string endpoint, FormParameters form, CancellationToken ct)
    {
        return client.Options.DPoPKey is { } key
            ? DPoPSender.SendAsync(client, key, CreateProvenAsync, stage, RetryRule.RateLimitOnly, ct)
            : SendAsync(client, stage, endpoint, form, RetryRule.RateLimitOnly, ct);

        ValueTask<HttpRequestMessage> CreateProvenAsync(CancellationToken token) => CreateAsync(client, endpoint, form, token);
    }

    static async ValueTask<HttpRequestMessage> CreateAsync(OktaClient client, string endpoint, FormParameters form, CancellationToken ct)
    {
        var request = new TokenRequest(endpoint, client.Options.ClientId, client.Options.Time.GetUtcNow());
        var repeated = form.Where(pair => !request.Form.TryAdd(pair.Key, pair.Value)).ToList();
        await client.Options.ClientAuthentication(request, ct).ConfigureAwait(false);
        var message = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new FormUrlEncodedContent(request.Form.Concat(repeated)),
            Headers = { Accept = { new("application/json") }, Authorization = request.Authorization },
        };
        if (form.ExpectedNonce is { } nonce)
            message.Options.Set(FormParameters.NonceOption, nonce);
        return message;
    }
}
