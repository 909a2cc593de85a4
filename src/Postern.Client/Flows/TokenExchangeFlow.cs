using Postern.Protocol;

namespace Postern.Client;

/// <summary>One token for another: RFC 8693.</summary>
public sealed class TokenExchangeFlow
{
    readonly OktaClient _client;

    internal TokenExchangeFlow(OktaClient client) => _client = client;

    /// <summary>
    /// What was issued is in <see cref="TokenSet.AccessToken"/>, whatever its kind: see <see cref="TokenSet.IssuedTokenType"/>.
    /// </summary>
    /// <exception cref="ArgumentException">Of actor token and its type there is only one.</exception>
    /// <exception cref="OAuthException">The exchange was refused.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public Task<TokenSet> ExchangeAsync(TokenExchangeRequest request, CancellationToken ct = default)
    {
        if (request.ActorToken is null != request.ActorTokenType is null)
            throw new ArgumentException("An actor token and its type go together: set both, or neither.");

        var form = new FormParameters
        {
            { Parameters.GrantType, GrantTypes.TokenExchange },
            { Parameters.SubjectToken, request.SubjectToken },
            { Parameters.SubjectTokenType, request.SubjectTokenType },
            { Parameters.ActorToken, request.ActorToken },
            { Parameters.ActorTokenType, request.ActorTokenType },
            { Parameters.RequestedTokenType, request.RequestedTokenType },
            { Parameters.Audience, request.Audiences },
        };
        var scopes = request.Scopes ?? [];
        var options = new GrantOptions { Resources = request.Resources, ExtraParameters = request.ExtraParameters };
        return Grant.RedeemAsync(_client, Grant.With(form, options, scopes), scopes, new(), ct);
    }

    /// <summary>
    /// Okta's native single sign-on: another app's ID token and device secret for tokens of this app, without a sign-in. Default scopes:
    /// the client's own.
    /// </summary>
    /// <param name="idToken">Secret: of the app that signed the user in, with the scope <c>device_sso</c>.</param>
    /// <param name="deviceSecret">Secret: <see cref="TokenSet.DeviceSecret"/>, which came with it.</param>
    /// <param name="audience">The authorization server's audience, such as <c>api://default</c>.</param>
    /// <param name="options">Scopes, resources, more parameters.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="OAuthException">The exchange was refused.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public Task<TokenSet> ExchangeDeviceSecretAsync(
        string idToken, string deviceSecret, string audience, GrantOptions? options = null, CancellationToken ct = default) =>
        ExchangeAsync(
        new()
        {
            SubjectToken = idToken,
            SubjectTokenType = TokenTypes.IdTokenUrn,
            ActorToken = deviceSecret,
            ActorTokenType = TokenTypes.DeviceSecretUrn,
            Audiences = [audience],
            Scopes = options?.Scopes ?? _client.Options.Scopes,
            Resources = options?.Resources ?? [],
            ExtraParameters = options?.ExtraParameters ?? new Dictionary<string, string>(),
        },
        ct);

    /// <summary>
    /// Okta's Native to Web SSO: this app's tokens for one that signs their user in to a web app, once and within five minutes. It is in
    /// <see cref="TokenSet.AccessToken"/>, and the web app's to send as <c>interclient_token</c> with its authorize request.
    /// </summary>
    /// <param name="idToken">Secret: of a sign-in to this app with the scope <c>interclient_access</c>.</param>
    /// <param name="accessToken">Secret: which came with it.</param>
    /// <param name="appId">Of the web app, by its id or client id; it must trust this one.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="OAuthException">The exchange was refused.</exception>
    public Task<TokenSet> ExchangeForWebAppAsync(string idToken, string accessToken, string appId, CancellationToken ct = default) =>
        ExchangeAsync(
        new()
        {
            SubjectToken = idToken,
            SubjectTokenType = TokenTypes.IdTokenUrn,
            ActorToken = accessToken,
            ActorTokenType = TokenTypes.AccessTokenUrn,
            RequestedTokenType = TokenTypes.InterclientTokenUrn,
            Audiences = ["urn:okta:apps:" + appId],
        },
        ct);
}
