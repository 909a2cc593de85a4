namespace Postern.Client;

/// <summary>Signs in anew for each token.</summary>
sealed class PasswordTokenSource(SessionTokenFlow flow, string username, string password, AuthorizeOptions? options) : ITokenSource
{
    public async ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default) =>
        await flow.GetTokensAsync(username, password, options, ct).ConfigureAwait(false);
}
