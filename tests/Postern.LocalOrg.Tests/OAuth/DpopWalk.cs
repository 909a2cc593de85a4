namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>An org whose apps prove their keys, and token requests with proofs in it.</summary>
sealed class DpopWalk : IAsyncDisposable
{
    const string Server = "/oauth2/default";

    DpopWalk(ClockedOrg org) => Org = org;

    public ClockedOrg Org { get; }

    public DpopKey Key { get; } = new();

    public Browserless Http => Org.Http;

    public string TokenUrl => $"{Org.Org.Url}{Server}/v1/token";

    public string UserInfoUrl => $"{Org.Org.Url}{Server}/v1/userinfo";

    /// <summary>The default seed; its single-page app and its web app must prove a key, its native app may.</summary>
    public static async Task<DpopWalk> StartAsync() => new(await ClockedOrg.StartAsync(seed => seed with
    {
        Apps =
        [
            .. seed.Apps.Select(app => app.ClientId is The.Spa or The.Web
                ? app with { DpopBoundAccessTokens = true, GrantTypes = ["authorization_code", "refresh_token"] }
                : app),
        ],
    }));

    public async Task<string> NonceAsync() => (await RedeemAsync("x", Key.Proof(TokenUrl, nonce: null))).Headers["dpop-nonce"];

    public Task<Answer> RedeemAsync(string code, string? proof, string clientId = The.Spa) => TokenAsync(
        $"grant_type=authorization_code&client_id={clientId}&redirect_uri={The.EncodedCallback}&code={code}&code_verifier={The.Verifier}",
        proof);

    public Task<Answer> RefreshAsync(string token, string? proof, string clientId = The.Spa) =>
        TokenAsync($"grant_type=refresh_token&client_id={clientId}&refresh_token={token}", proof);

    public Task<Answer> TokenAsync(string form, string? proof, params (string, string)[] headers) =>
        Http.PostFormAsync($"{Server}/v1/token", form, [.. headers, .. proof is null ? [] : new[] { ("DPoP", proof) }]);

    /// <summary>Tokens for Ada, bound to <see cref="Key"/>.</summary>
    public async Task<Answer> TokensAsync(string scope = "openid", string clientId = The.Spa)
    {
        var tokens = await RedeemAsync(
            await Http.CodeAsync(clientId: clientId, scope: scope), Key.Proof(TokenUrl, await NonceAsync()), clientId);
        tokens.Status.ShouldBe(200, tokens.Body);
        return tokens;
    }

    public async ValueTask DisposeAsync()
    {
        Key.Dispose();
        await Org.DisposeAsync();
    }
}
