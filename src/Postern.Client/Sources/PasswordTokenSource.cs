namespace Postern.Client;

/// <summary>Signs in anew for each token.</summary>
sealed class PasswordTokenSource(
    SessionTokenFlow flow, string username, string password, AuthnAnswers answers, AuthorizeOptions? options) : ITokenSource
{
    public async ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default) =>
        await flow.GetTokensAsync(username, password, answers, options, ct).ConfigureAwait(false);
}
