namespace Postern.Client;

/// <summary>Runs a flow anew for each token.</summary>
sealed class FlowTokenSource(Func<CancellationToken, Task<TokenSet>> run) : ITokenSource
{
    public async ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default) => await run(ct).ConfigureAwait(false);
}
