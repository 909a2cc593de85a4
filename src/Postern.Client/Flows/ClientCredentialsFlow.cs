using Postern.Protocol;

namespace Postern.Client;

/// <summary>An access token for the app itself, with no user: RFC 6749 section 4.4.</summary>
public sealed class ClientCredentialsFlow
{
    // There is no user for these to tell of, and no sign-in to spare: Okta refuses openid here.
    static readonly string[] OfUsers =
    [
        Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.Address, Scopes.Phone, Scopes.Groups, Scopes.OfflineAccess, Scopes.DeviceSso,
        Scopes.InterclientAccess,
    ];

    readonly OktaClient _client;

    internal ClientCredentialsFlow(OktaClient client) => _client = client;

    /// <summary>
    /// Default scopes: the client's own without those that tell of a user; where none is left, none is sent and the server's default scopes
    /// count.
    /// </summary>
    /// <exception cref="OAuthException">The app was refused, or the scopes.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public Task<TokenSet> GetTokensAsync(GrantOptions? options = null, CancellationToken ct = default)
    {
        options ??= new();
        var scopes = options.Scopes ?? [.. _client.Options.Scopes.Except(OfUsers)];
        return Grant.RedeemAsync(
            _client, Grant.With(new() { { Parameters.GrantType, GrantTypes.ClientCredentials } }, options, scopes), scopes, new(), ct);
    }

    /// <summary>This flow as a source; wrap it in <see cref="CachingTokenSource"/>.</summary>
    public ITokenSource For(GrantOptions? options = null) => new FlowTokenSource(ct => GetTokensAsync(options, ct));
}
