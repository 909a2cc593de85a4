namespace Postern.Client;

/// <summary>Where tokens come from; safe to call concurrently.</summary>
public interface ITokenSource
{
    /// <summary>Tokens that are valid now; throws the reason where none can be had.</summary>
    ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default);
}
