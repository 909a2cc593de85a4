using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// A refresh token for new tokens: RFC 6749 section 6. Sent once: a server that rotates may have spent the token even where no answer came.
/// </summary>
public sealed class RefreshTokenFlow
{
    readonly OktaClient _client;

    internal RefreshTokenFlow(OktaClient client) => _client = client;

    /// <summary>
    /// Renews a set; the new ID token, if there is one, must be the same user's as the old one: OpenID Connect Core 1.0 section 12.2.
    /// </summary>
    /// <returns>New tokens, with the rotated refresh token, or the old one where the server kept it.</returns>
    /// <exception cref="OAuthException"><c>invalid_grant</c>: the refresh token is dead, and the user must sign in.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public Task<TokenSet> RefreshAsync(TokenSet tokens, GrantOptions? options = null, CancellationToken ct = default)
    {
        var before = tokens.IdToken is { } idToken ? Jwt.Read(idToken, Parameters.IdToken) : null;
        var expected = new TokenExpectations
        {
            UserId = before?.String(Claims.Subject),
            Nonce = before?.String(Claims.Nonce),
            NonceMayBeAbsent = true,
        };
        return RefreshAsync(
            tokens.RefreshToken
                ?? throw new ArgumentException(
                    "There is no refresh token to renew with. Ask for the scope offline_access, and see that the app has the " +
                    "refresh_token grant."),
            tokens.Scopes,
            expected,
            options ?? new(),
            ct);
    }

    /// <summary>The same with a refresh token alone, which tells nothing of the user to compare with.</summary>
    /// <inheritdoc cref="RefreshAsync(TokenSet, GrantOptions, CancellationToken)"/>
    public Task<TokenSet> RefreshAsync(string refreshToken, GrantOptions? options = null, CancellationToken ct = default) =>
        RefreshAsync(refreshToken, [], new(), options ?? new(), ct);

    async Task<TokenSet> RefreshAsync(
        string refreshToken, IReadOnlyList<string> granted, TokenExpectations expected, GrantOptions options, CancellationToken ct)
    {
        var form = new FormParameters { { Parameters.GrantType, GrantTypes.RefreshToken }, { Parameters.RefreshToken, refreshToken } };
        var tokens = await Grant.RedeemAsync(
            _client, Grant.With(form, options, options.Scopes ?? []), options.Scopes ?? granted, expected, ct).ConfigureAwait(false);
        return tokens with { RefreshToken = tokens.RefreshToken ?? refreshToken };
    }
}
