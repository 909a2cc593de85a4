using Postern.Protocol;

namespace Postern.Client;

/// <summary>The requests of one direct authentication: what was asked for goes along with each (direct-auth.md 1 to 4).</summary>
sealed class DirectCall(OktaClient client, GrantOptions options, string? expectedUserId)
{
    readonly IReadOnlyList<string> _scopes = options.Scopes ?? client.Options.Scopes;

    /// <summary>A grant for tokens; one more factor that is wanted is a result.</summary>
    public async Task<DirectAuthentication> RedeemAsync(FormParameters form, CancellationToken ct)
    {
        try
        {
            var expected = new TokenExpectations { UserId = expectedUserId };
            return new DirectAuthentication.Granted(
                await Grant.RedeemSignInAsync(client, Grant.With(form, options, _scopes), _scopes, expected, ct).ConfigureAwait(false));
        }
        catch (OAuthException required) when (required is { Error: OAuthErrors.MfaRequired, MfaToken: { Length: > 0 } token })
        {
            return new DirectAuthentication.MfaRequired
            {
                MfaToken = token, ChallengeTypes = required.ChallengeTypes, Call = this, Said = required,
            };
        }
    }

    public Task<DirectAuthentication> AnswerCodeAsync(string mfaToken, string code, CancellationToken ct) => RedeemAsync(
        new() { { Parameters.GrantType, GrantTypes.MfaOtp }, { Parameters.MfaToken, mfaToken }, { Parameters.Otp, code } }, ct);

    public Task<DirectAuthentication.Challenged> AskChannelAsync(string username, OobChannel channel, CancellationToken ct) =>
        AskedAsync(
            Paths.PrimaryAuthenticate,
            new()
            {
                { Parameters.ChallengeHint, GrantTypes.Oob },
                { Parameters.ChannelHint, DirectMessages.Word(channel) },
                { Parameters.LoginHint, username },
            },
            mfaToken: null,
            ct);

    public Task<DirectAuthentication.Challenged> ChallengeAsync(string mfaToken, OobChannel channel, CancellationToken ct) =>
        AskedAsync(
            Paths.Challenge,
            new()
            {
                { Parameters.MfaToken, mfaToken },
                { Parameters.ChallengeTypesSupported, GrantTypes.MfaOob },
                { Parameters.ChannelHint, DirectMessages.Word(channel) },
            },
            mfaToken,
            ct);

    public Task<DirectAuthentication.KeyChallenged> AskKeyAsync(string username, CancellationToken ct) => AskedKeyAsync(
        Paths.PrimaryAuthenticate,
        new() { { Parameters.ChallengeHint, GrantTypes.WebAuthn }, { Parameters.LoginHint, username } },
        mfaToken: null,
        ct);

    // Okta's SDKs differ in the endpoint (direct-auth.md 4): this is the one that every other second factor is asked at.
    public Task<DirectAuthentication.KeyChallenged> ChallengeKeyAsync(string mfaToken, CancellationToken ct) => AskedKeyAsync(
        Paths.Challenge,
        new() { { Parameters.MfaToken, mfaToken }, { Parameters.ChallengeTypesSupported, GrantTypes.MfaWebAuthn } },
        mfaToken,
        ct);

    public Task<DirectAuthentication> AnswerAsync(DirectAuthentication.Challenged challenged, string code, CancellationToken ct)
    {
        var form = OobForm(challenged);
        form.Add(Parameters.BindingCode, code);
        return RedeemAsync(form, ct);
    }

    public Task<DirectAuthentication> AnswerKeyAsync(string? mfaToken, KeyAssertion assertion, CancellationToken ct) => RedeemAsync(
        new()
        {
            { Parameters.GrantType, mfaToken is null ? GrantTypes.WebAuthn : GrantTypes.MfaWebAuthn },
            { Parameters.MfaToken, mfaToken },
            { "clientDataJSON", assertion.ClientDataJson },
            { "authenticatorData", assertion.AuthenticatorData },
            { "signature", assertion.Signature },
            { "userHandle", assertion.UserHandle },
        },
        ct);

    public async Task<DirectAuthentication> PollAsync(DirectAuthentication.Challenged challenged, CancellationToken ct) =>
        (await AskOnceAsync(challenged, ct).ConfigureAwait(false)).Decided ?? challenged;

    /// <summary>Told before each question, for whoever shows that something is awaited.</summary>
    public Task<DirectAuthentication> WaitAsync(
        DirectAuthentication.Challenged challenged, DateTimeOffset until, Action asking, CancellationToken ct) =>
        new TokenPolling(client, challenged.Interval, until).RunAsync<DirectAuthentication>(
            token =>
            {
                asking();
                return AskOnceAsync(challenged, token);
            },
            ct);

    Task<Polled<DirectAuthentication>> AskOnceAsync(DirectAuthentication.Challenged challenged, CancellationToken ct) =>
        TokenPolling.AskOnceAsync(token => RedeemAsync(OobForm(challenged), token), ct);

    static FormParameters OobForm(DirectAuthentication.Challenged challenged) => new()
    {
        { Parameters.GrantType, challenged.MfaToken is null ? GrantTypes.Oob : GrantTypes.MfaOob },
        { Parameters.MfaToken, challenged.MfaToken },
        { Parameters.OobCode, challenged.OobCode },
    };

    async Task<DirectAuthentication.Challenged> AskedAsync(string path, FormParameters form, string? mfaToken, CancellationToken ct)
    {
        var answer = await PostAsync(path, form, ct).ConfigureAwait(false);
        var response = Answer.Read(
            answer, OAuthJson.Default.ChallengeResponse, "The challenge's answer lacks oob_code or channel, or is malformed.");
        Answer.RequireFilled(answer, (Parameters.OobCode, response.OobCode));
        var binding = response.BindingCode.ToString();
        return new()
        {
            Call = this,
            MfaToken = mfaToken,
            OobCode = response.OobCode,
            Channel = DirectMessages.Channel(answer, response.Channel),
            WantsCode = response.BindingMethod is "prompt",
            Number = response.BindingMethod is "transfer" && binding.Length > 0 ? binding : null,
            // direct-auth.md 3.3: 300 s, where it is not said.
            ExpiresAt = answer.SentAt + Seconds.Lifetime(answer, Parameters.ExpiresIn, response.ExpiresIn ?? 300),
            Interval = Seconds.Interval(answer, response.Interval),
        };
    }

    async Task<DirectAuthentication.KeyChallenged> AskedKeyAsync(string path, FormParameters form, string? mfaToken, CancellationToken ct)
    {
        var answer = await PostAsync(path, form, ct).ConfigureAwait(false);
        var response = Answer.Read(
            answer, OktaJson.Default.KeyChallengeResponse, "The challenge's answer lacks publicKey, or is malformed.");
        return new() { Call = this, MfaToken = mfaToken, PublicKey = response.PublicKey };
    }

    // Not in discovery: Okta's SDKs put them where the token endpoint's last word stands (direct-auth.md 0).
    async Task<HttpAnswer> PostAsync(string path, FormParameters form, CancellationToken ct)
    {
        var server = await client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var endpoint = server.TokenEndpoint.EndsWith(Paths.Token, StringComparison.Ordinal)
            ? $"{server.TokenEndpoint[..^Paths.Token.Length]}{path}"
            : Discovery.Require(server, null, "token endpoint beside which Okta's direct authentication would be");
        return await FormPost.SendAsync(client, Stage.DirectAuthentication, endpoint, form, RetryRule.RateLimitOnly, ct)
            .ConfigureAwait(false);
    }
}
