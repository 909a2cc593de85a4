using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Okta's direct authentication (Identity Engine): password, one-time passwords, pushes, messages and security keys for tokens, straight at
/// the token endpoint. The app must have the grants, and its sign-in policy must be content with the factors.
/// </summary>
public sealed class DirectAuthenticationFlow
{
    readonly OktaClient _client;

    internal DirectAuthenticationFlow(OktaClient client) => _client = client;

    /// <summary>Begins with the password: tokens, or <see cref="DirectAuthentication.MfaRequired"/>.</summary>
    /// <exception cref="OAuthException">It was refused: do not repeat it automatically, or the account locks.</exception>
    /// <exception cref="FederatedUserException">Another identity provider has the user's password; it was not sent.</exception>
    public Task<DirectAuthentication> BeginAsync(
        string username, string password, GrantOptions? options = null, CancellationToken ct = default) =>
        BeginWithPasswordAsync(Call(options), username, password, ct);

    /// <summary>Begins with a one-time password in the password's place, where the org's policies let one come first.</summary>
    /// <inheritdoc cref="BeginAsync" path="/exception"/>
    public Task<DirectAuthentication> BeginWithCodeAsync(
        string username, string code, GrantOptions? options = null, CancellationToken ct = default) =>
        Call(options).RedeemAsync(
            new() { { Parameters.GrantType, GrantTypes.Otp }, { Parameters.Otp, code }, { Parameters.LoginHint, username } }, ct);

    /// <summary>Begins with a push, a message or a call in the password's place, where the org's policies let one come first.</summary>
    /// <inheritdoc cref="BeginAsync" path="/exception"/>
    public Task<DirectAuthentication.Challenged> BeginWithChannelAsync(
        string username, OobChannel channel, GrantOptions? options = null, CancellationToken ct = default) =>
        Call(options).AskChannelAsync(username, channel, ct);

    /// <summary>
    /// Begins with a security key or passkey in the password's place. UNCONFIRMED: Okta's SDKs have it, its documents do not.
    /// </summary>
    /// <inheritdoc cref="BeginAsync" path="/exception"/>
    public Task<DirectAuthentication.KeyChallenged> BeginWithKeyAsync(
        string username, GrantOptions? options = null, CancellationToken ct = default) => Call(options).AskKeyAsync(username, ct);

    /// <summary>The password, and whatever Okta asks for besides, answered unattended.</summary>
    /// <exception cref="TokenValidationException">
    /// A check failed, or the scope openid was asked for and no ID token came: no token is handed out.
    /// </exception>
    /// <exception cref="OAuthException">
    /// It was refused: do not repeat it automatically, or the account locks. <c>mfa_required</c>: something was asked that has no answer,
    /// and the hint says what would be one.
    /// </exception>
    /// <exception cref="FederatedUserException">Another identity provider has the user's password; it was not sent.</exception>
    public Task<TokenSet> GetTokensAsync(
        string username, string password, AuthnAnswers? answers = null, GrantOptions? options = null, CancellationToken ct = default) =>
        GetTokensOfAsync(username, password, answers, options ?? new(), expectedUserId: null, ct);

    /// <summary>
    /// Without a password: the first of <see cref="AuthnAnswers.FactorOrder"/> that can be answered takes its place, and the others come
    /// after it.
    /// </summary>
    /// <exception cref="ArgumentException">There is no answer to begin with.</exception>
    /// <inheritdoc cref="GetTokensAsync" path="/exception"/>
    public async Task<TokenSet> GetTokensWithoutPasswordAsync(
        string username, AuthnAnswers answers, GrantOptions? options = null, CancellationToken ct = default)
    {
        var driver = new DirectDriver(_client.Options, answers);
        var begun = await driver.BeginAsync(this, username, options, ct).ConfigureAwait(false);
        return await driver.FinishAsync(begun, ct).ConfigureAwait(false);
    }

    /// <summary>
    /// This flow for one user as a source; wrap it in <see cref="CachingTokenSource"/> or <see cref="RefreshingTokenSource"/>.
    /// </summary>
    public ITokenSource For(string username, string password, AuthnAnswers? answers = null, GrantOptions? options = null) =>
        new FlowTokenSource(ct => GetTokensAsync(username, password, answers, options, ct));

    /// <summary>As somebody, whom the tokens are held to; null asks for nobody in particular.</summary>
    internal async Task<TokenSet> GetTokensOfAsync(
        string username, string password, AuthnAnswers? answers, GrantOptions options, string? expectedUserId, CancellationToken ct)
    {
        var call = new DirectCall(_client, options, expectedUserId);
        var begun = await BeginWithPasswordAsync(call, username, password, ct).ConfigureAwait(false);
        return await new DirectDriver(_client.Options, answers ?? new()).FinishAsync(begun, ct).ConfigureAwait(false);
    }

    async Task<DirectAuthentication> BeginWithPasswordAsync(DirectCall call, string username, string password, CancellationToken ct)
    {
        if (_client.Options.RecognizesFederatedUsers)
            _ = await _client.WebFinger.CheckAsync(username, ct).ConfigureAwait(false);
        return await call.RedeemAsync(
            new()
            {
                { Parameters.GrantType, GrantTypes.Password },
                { Parameters.Username, username },
                { Parameters.Password, password },
            },
            ct).ConfigureAwait(false);
    }

    DirectCall Call(GrantOptions? options) => new(_client, options ?? new(), expectedUserId: null);
}
