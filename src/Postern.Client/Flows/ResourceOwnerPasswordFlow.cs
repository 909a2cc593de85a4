using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// A user's password for tokens, straight at the token endpoint: RFC 6749 section 4.3. Only for apps and users that a password alone is
/// enough for.
/// </summary>
public sealed class ResourceOwnerPasswordFlow
{
    readonly OktaClient _client;

    internal ResourceOwnerPasswordFlow(OktaClient client) => _client = client;

    /// <summary>Default scopes: the client's own.</summary>
    /// <exception cref="OAuthException">
    /// The password is wrong, or more than a password is wanted: do not repeat it automatically, or the account locks.
    /// </exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public Task<TokenSet> GetTokensAsync(string username, string password, GrantOptions? options = null, CancellationToken ct = default)
    {
        options ??= new();
        var scopes = options.Scopes ?? _client.Options.Scopes;
        var form = new FormParameters
        {
            { Parameters.GrantType, GrantTypes.Password },
            { Parameters.Username, username },
            { Parameters.Password, password },
        };
        return Grant.RedeemAsync(_client, Grant.With(form, options, scopes), scopes, new(), ct);
    }

    /// <summary>
    /// This flow for one user as a source; wrap it in <see cref="CachingTokenSource"/> or <see cref="RefreshingTokenSource"/>.
    /// </summary>
    public ITokenSource For(string username, string password, GrantOptions? options = null) =>
        new FlowTokenSource(ct => GetTokensAsync(username, password, options, ct));
}
