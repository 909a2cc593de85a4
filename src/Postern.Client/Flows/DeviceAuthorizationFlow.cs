using Postern.Protocol;

namespace Postern.Client;

/// <summary>A person signs in on another device, while this one asks for the tokens: RFC 8628.</summary>
public sealed class DeviceAuthorizationFlow
{
    readonly OktaClient _client;

    internal DeviceAuthorizationFlow(OktaClient client) => _client = client;

    /// <summary>Step 1: asks for a device code and a user code. Default scopes: the client's own.</summary>
    /// <exception cref="OAuthException">The app was refused.</exception>
    public async Task<DeviceAuthorization> BeginAsync(GrantOptions? options = null, CancellationToken ct = default)
    {
        options ??= new();
        var scopes = options.Scopes ?? _client.Options.Scopes;
        var server = await _client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var endpoint = Discovery.Require(server, server.DeviceAuthorizationEndpoint, "device_authorization_endpoint");
        var answer = await FormPost.SendAsync(
            _client,
            Stage.DeviceAuthorization,
            endpoint,
            Grant.With(new(), options, scopes),
            RetryRule.RateLimitOnly,
            ct).ConfigureAwait(false);
        var response = Answer.Read(
            answer,
            OAuthJson.Default.DeviceAuthorizationResponse,
            "The device authorization endpoint's answer lacks device_code, user_code, verification_uri or expires_in, or is malformed.");
        Answer.RequireFilled(
            answer,
            (Parameters.DeviceCode, response.DeviceCode),
            (Parameters.UserCode, response.UserCode),
            ("verification_uri", response.VerificationUri));
        return new()
        {
            DeviceCode = response.DeviceCode,
            UserCode = response.UserCode,
            VerificationUri = response.VerificationUri,
            VerificationUriComplete = response.VerificationUriComplete,
            ExpiresAt = answer.SentAt + Seconds.Lifetime(answer, Parameters.ExpiresIn, response.ExpiresIn),
            Interval = Seconds.Interval(answer, response.Interval),
            Scopes = scopes,
        };
    }

    /// <summary>Step 2, once: asks whether the person has decided. Wait the interval before each time.</summary>
    /// <exception cref="OAuthException"><c>access_denied</c>: the person said no; <c>expired_token</c>: nobody decided in time.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public async Task<PollResult> PollAsync(DeviceAuthorization authorization, CancellationToken ct = default) =>
        PollResult.Of(await AskOnceAsync(authorization, ct).ConfigureAwait(false));

    /// <summary>
    /// Step 2: asks at the interval until the person has decided, more slowly where the server says so or the network fails.
    /// </summary>
    /// <inheritdoc cref="PollAsync" path="/exception"/>
    public Task<TokenSet> WaitAsync(DeviceAuthorization authorization, CancellationToken ct = default) =>
        new TokenPolling(_client, authorization.Interval, authorization.ExpiresAt)
            .RunAsync(token => AskOnceAsync(authorization, token), ct);

    /// <summary>Both steps.</summary>
    /// <param name="show">Tells the person where to go and what to enter, and returns.</param>
    /// <param name="options">Scopes, resources, more parameters.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <inheritdoc cref="PollAsync" path="/exception"/>
    public async Task<TokenSet> GetTokensAsync(
        Func<DeviceAuthorization, CancellationToken, ValueTask> show, GrantOptions? options = null, CancellationToken ct = default)
    {
        var authorization = await BeginAsync(options, ct).ConfigureAwait(false);
        await show(authorization, ct).ConfigureAwait(false);
        return await WaitAsync(authorization, ct).ConfigureAwait(false);
    }

    /// <summary>This flow as a source, which asks the person anew each time; wrap it in <see cref="RefreshingTokenSource"/>.</summary>
    public ITokenSource For(Func<DeviceAuthorization, CancellationToken, ValueTask> show, GrantOptions? options = null) =>
        new FlowTokenSource(ct => GetTokensAsync(show, options, ct));

    Task<Polled<TokenSet>> AskOnceAsync(DeviceAuthorization authorization, CancellationToken ct)
    {
        var form = new FormParameters
        {
            { Parameters.GrantType, GrantTypes.DeviceCode },
            { Parameters.DeviceCode, authorization.DeviceCode },
        };
        return TokenPolling.AskOnceAsync(token => Grant.RedeemSignInAsync(_client, form, authorization.Scopes, new(), token), ct);
    }
}

/// <summary>RFC 8628 section 3.2; never printed.</summary>
sealed class DeviceAuthorizationResponse
{
    public required string DeviceCode { get; init; }

    public required string UserCode { get; init; }

    public required string VerificationUri { get; init; }

    public string? VerificationUriComplete { get; init; }

    public required long ExpiresIn { get; init; }

    public long? Interval { get; init; }
}
