using System.Globalization;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// A user is asked on a device of their own, while this one asks for the tokens: OpenID Connect CIBA Core 1.0, poll mode.
/// </summary>
public sealed class BackchannelAuthenticationFlow
{
    readonly OktaClient _client;

    internal BackchannelAuthenticationFlow(OktaClient client) => _client = client;

    /// <summary>Step 1, <c>POST {as}/v1/bc/authorize</c>: makes the user's device ask.</summary>
    /// <exception cref="ArgumentException">No hint, or more than one, says who is to be asked.</exception>
    /// <exception cref="OAuthException">The app was refused, or the user is unknown.</exception>
    public async Task<BackchannelAuthentication> BeginAsync(BackchannelRequest request, CancellationToken ct = default)
    {
        var scopes = request.Scopes ?? _client.Options.Scopes;
        var form = FormOf(request, scopes);
        var server = await _client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var endpoint = Discovery.Require(server, server.BackchannelAuthenticationEndpoint, "backchannel_authentication_endpoint");
        var answer = await FormPost.SendAsync(
            _client, Stage.BackchannelAuthentication, endpoint, form, RetryRule.RateLimitOnly, ct).ConfigureAwait(false);
        var response = Answer.Read(
            answer,
            OAuthJson.Default.BackchannelResponse,
            "The backchannel authentication endpoint's answer lacks auth_req_id or expires_in, or is malformed.");
        Answer.RequireFilled(answer, (Parameters.AuthReqId, response.AuthReqId));
        return new()
        {
            AuthReqId = response.AuthReqId,
            ExpiresAt = answer.SentAt + Seconds.Lifetime(answer, Parameters.ExpiresIn, response.ExpiresIn),
            Interval = Seconds.Interval(answer, response.Interval),
            Scopes = scopes,
        };
    }

    /// <summary>Step 2, once: asks whether the user has decided. Wait the interval before each time.</summary>
    /// <exception cref="OAuthException"><c>access_denied</c>: the user said no; <c>expired_token</c>: nobody decided in time.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public async Task<PollResult> PollAsync(BackchannelAuthentication authentication, CancellationToken ct = default) =>
        PollResult.Of(await AskOnceAsync(authentication, ct).ConfigureAwait(false));

    /// <summary>
    /// Step 2: asks at the interval until the user has decided, more slowly where the server says so or the network fails.
    /// </summary>
    /// <inheritdoc cref="PollAsync" path="/exception"/>
    public Task<TokenSet> WaitAsync(BackchannelAuthentication authentication, CancellationToken ct = default) =>
        new TokenPolling(_client, authentication.Interval, authentication.ExpiresAt)
            .RunAsync(token => AskOnceAsync(authentication, token), ct);

    /// <summary>Both steps.</summary>
    /// <inheritdoc cref="PollAsync" path="/exception"/>
    public async Task<TokenSet> GetTokensAsync(BackchannelRequest request, CancellationToken ct = default) =>
        await WaitAsync(await BeginAsync(request, ct).ConfigureAwait(false), ct).ConfigureAwait(false);

    /// <summary>
    /// This flow for one user as a source, which asks the user anew each time; wrap it in <see cref="RefreshingTokenSource"/>.
    /// </summary>
    public ITokenSource For(BackchannelRequest request) => new FlowTokenSource(ct => GetTokensAsync(request, ct));

    Task<Polled<TokenSet>> AskOnceAsync(BackchannelAuthentication authentication, CancellationToken ct) =>
        TokenPolling.AskOnceAsync(token => RedeemAsync(authentication, token), ct);

    async Task<TokenSet> RedeemAsync(BackchannelAuthentication authentication, CancellationToken ct)
    {
        var form = new FormParameters { { Parameters.GrantType, GrantTypes.Ciba }, { Parameters.AuthReqId, authentication.AuthReqId } };
        var tokens = await Grant.RedeemAsync(_client, form, authentication.Scopes, new(), ct).ConfigureAwait(false);
        return tokens.IdToken is not null
            ? tokens
            : throw new TokenValidationException(
                Parameters.IdToken,
                "presence",
                "The token endpoint gave no ID token, which CIBA promises.",
                "See whether the authorization server grants openid to this app and user.");
    }

    static FormParameters FormOf(BackchannelRequest request, IReadOnlyList<string> scopes)
    {
        if (new[] { request.LoginHint, request.LoginHintToken, request.IdTokenHint }.Count(hint => hint is not null) != 1)
            throw new ArgumentException("Exactly one of login hint, login hint token and ID token hint says who is to be asked.");

        var form = new FormParameters
        {
            { Parameters.LoginHint, request.LoginHint },
            { Parameters.LoginHintToken, request.LoginHintToken },
            { Parameters.IdTokenHint, request.IdTokenHint },
            { Parameters.BindingMessage, request.BindingMessage },
            { Parameters.UserCode, request.UserCode },
            { Parameters.RequestedExpiry, request.RequestedExpiry?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) },
        };
        return Grant.With(form, new() { Resources = request.Resources, ExtraParameters = request.ExtraParameters }, scopes);
    }
}

/// <summary>OpenID Connect CIBA Core 1.0 section 7.3; never printed.</summary>
sealed class BackchannelResponse
{
    public required string AuthReqId { get; init; }

    public required long ExpiresIn { get; init; }

    public long? Interval { get; init; }
}
