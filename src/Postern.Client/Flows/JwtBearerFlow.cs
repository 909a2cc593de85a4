using Postern.Protocol;

namespace Postern.Client;

/// <summary>Somebody's signed assertion for an access token: RFC 7523 section 2.1.</summary>
public sealed class JwtBearerFlow
{
    readonly OktaClient _client;

    internal JwtBearerFlow(OktaClient client) => _client = client;

    /// <summary>Default scopes: the client's own.</summary>
    /// <param name="assertion">Secret: a JWT of an issuer that the authorization server trusts, with the server as its audience.</param>
    /// <param name="options">Scopes, resources, more parameters.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="OAuthException"><c>invalid_grant</c>: the assertion was refused.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public Task<TokenSet> GetTokensAsync(string assertion, GrantOptions? options = null, CancellationToken ct = default)
    {
        options ??= new();
        var scopes = options.Scopes ?? _client.Options.Scopes;
        var form = new FormParameters { { Parameters.GrantType, GrantTypes.JwtBearer }, { Parameters.Assertion, assertion } };
        return Grant.RedeemAsync(_client, Grant.With(form, options, scopes), scopes, new(), ct);
    }

    /// <summary>This flow as a source; wrap it in <see cref="CachingTokenSource"/>.</summary>
    /// <param name="assert">Gives an assertion that is good now; asked for each token.</param>
    /// <param name="options">Scopes, resources, more parameters.</param>
    public ITokenSource For(Func<CancellationToken, ValueTask<string>> assert, GrantOptions? options = null) =>
        new FlowTokenSource(async ct => await GetTokensAsync(await assert(ct).ConfigureAwait(false), options, ct).ConfigureAwait(false));
}
