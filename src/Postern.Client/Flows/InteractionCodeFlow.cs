using System.Globalization;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Identity Engine's own flow, without a browser: an interaction is begun, gone through step by step, and its code redeemed for tokens. The
/// app's sign-in policy is satisfied here, whatever it wants. Only for apps that have the grant <c>interaction_code</c>.
/// </summary>
public sealed class InteractionCodeFlow
{
    readonly OktaClient _client;

    internal InteractionCodeFlow(OktaClient client) => _client = client;

    /// <summary>Step 1, <c>POST {as}/v1/interact</c>: for the client's own scopes, unless the options say otherwise.</summary>
    /// <exception cref="OAuthException">
    /// <c>unauthorized_client</c>: the app lacks the grant; <c>access_denied</c>: the org has no such flow.
    /// </exception>
    /// <exception cref="ArgumentException">There is no redirect URI, which the org wants to know and nothing connects to.</exception>
    public Task<StartedInteraction> BeginAsync(GrantOptions? options = null, CancellationToken ct = default) =>
        BeginAsync(options ?? new(), maxAge: null, ct);

    /// <summary>Step 2: how it stands, as often as it is asked; its steps lead on.</summary>
    public Task<IdxTransaction> IntrospectAsync(StartedInteraction interaction, CancellationToken ct = default) =>
        new IdxSession(_client).IntrospectAsync("interactionHandle", interaction.Handle, ct);

    /// <summary>Step 2 and all that follow, unattended; what Okta asks for besides the password is answered.</summary>
    /// <exception cref="IdxException">
    /// Okta refused, or something was asked that has no answer; the transaction has been given up.
    /// </exception>
    /// <exception cref="FederatedUserException">Another identity provider has the user's password; it was not sent.</exception>
    public async Task<IdxTransaction.Authorized> SignInAsync(
        StartedInteraction interaction, string username, string password, AuthnAnswers? answers = null, CancellationToken ct = default)
    {
        if (_client.Options.RecognizesFederatedUsers)
            _ = await _client.WebFinger.CheckAsync(username, ct).ConfigureAwait(false);
        var begun = await IntrospectAsync(interaction, ct).ConfigureAwait(false);
        var done = await new IdxDriver(_client, username, password, answers ?? new()).DriveAsync(begun, ct).ConfigureAwait(false);
        return done as IdxTransaction.Authorized ?? throw IdxRefusals.Unsupported(done);
    }

    /// <summary>Step 3, <c>POST {as}/v1/token</c>: redeems the code and validates every token.</summary>
    /// <exception cref="OAuthException">The code was refused.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public async Task<TokenSet> ExchangeAsync(
        StartedInteraction interaction, IdxTransaction.Authorized authorized, CancellationToken ct = default)
    {
        var form = new FormParameters
        {
            { Parameters.GrantType, GrantTypes.InteractionCode },
            { Parameters.InteractionCode, authorized.InteractionCode },
            { Parameters.CodeVerifier, interaction.CodeVerifier },
            { Parameters.Resource, interaction.Resources },
        };
        form.ExpectedNonce = interaction.Nonce;
        var expected = new TokenExpectations { Nonce = interaction.Nonce, UserId = authorized.UserId, MaxAge = interaction.MaxAge };
        return await Grant.RedeemSignInAsync(_client, form, interaction.Scopes, expected, ct).ConfigureAwait(false);
    }

    /// <summary>All steps.</summary>
    /// <inheritdoc cref="SignInAsync" path="/exception"/>
    public Task<TokenSet> GetTokensAsync(
        string username, string password, AuthnAnswers? answers = null, GrantOptions? options = null, CancellationToken ct = default) =>
        GetTokensAsync(username, password, answers, options ?? new(), new AuthorizeOptions(), ct);

    /// <summary>This flow for one user as a source; wrap it in <see cref="CachingTokenSource"/>.</summary>
    public ITokenSource For(string username, string password, AuthnAnswers? answers = null, GrantOptions? options = null) =>
        new FlowTokenSource(ct => GetTokensAsync(username, password, answers, options, ct));

    /// <summary>Of what was asked for, the age of the sign-in and the user are held to.</summary>
    internal async Task<TokenSet> GetTokensAsync(
        string username, string password, AuthnAnswers? answers, GrantOptions options, AuthorizeOptions asked, CancellationToken ct)
    {
        var interaction = await BeginAsync(options, asked.MaxAge, ct).ConfigureAwait(false);
        var authorized = await SignInAsync(interaction, username, password, answers, ct).ConfigureAwait(false);
        var expected = authorized with { UserId = asked.ExpectedUserId ?? authorized.UserId };
        return await ExchangeAsync(interaction, expected, ct).ConfigureAwait(false);
    }

    async Task<StartedInteraction> BeginAsync(GrantOptions options, TimeSpan? maxAge, CancellationToken ct)
    {
        var verifier = Fresh();
        var (scopes, nonce) = (options.Scopes ?? _client.Options.Scopes, Fresh());
        var form = Grant.With(
            new()
            {
                { Parameters.RedirectUri, AuthorizeRequest.RequiredRedirectUri(_client.Options.RedirectUri) },
                { Parameters.CodeChallenge, AuthorizeRequest.ChallengeOf(verifier) },
                { Parameters.CodeChallengeMethod, CodeChallengeMethods.S256 },
                { Parameters.State, Fresh() },
                { Parameters.Nonce, nonce },
                { Parameters.MaxAge, maxAge?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) },
            },
            options,
            scopes);
        var server = await _client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var answer = await FormPost.SendAsync(_client, Stage.Interact, EndpointOf(server), form, RetryRule.RateLimitOnly, ct)
            .ConfigureAwait(false);
        var response = Answer.Read(
            answer, OAuthJson.Default.InteractionResponse,
            "The answer to the interaction request lacks interaction_handle, or is malformed.");
        Answer.RequireFilled(answer, ("interaction_handle", response.InteractionHandle));
        return new(response.InteractionHandle, verifier, nonce) { Scopes = scopes, Resources = options.Resources, MaxAge = maxAge };
    }

    // No metadata names it: it stands beside the token endpoint (idx.md 1).
    static string EndpointOf(AuthorizationServerMetadata server) =>
        server.TokenEndpoint.EndsWith(Paths.Token, StringComparison.Ordinal)
            ? server.TokenEndpoint[..^Paths.Token.Length] + Paths.Interact
            : throw new UnexpectedResponseException(
                Stage.Interact,
                $"{server.Issuer} is no authorization server of Okta's: its token endpoint is {Address.Of(server.TokenEndpoint)}.",
                "The interaction code flow is Okta's own; other providers have other flows.");

    static string Fresh() => AuthorizeRequest.RandomValue();
}

/// <summary>
/// An interaction that has begun, with what its code and tokens are checked against. Holds secrets; good for one sign-in.
/// </summary>
public sealed class StartedInteraction
{
    internal StartedInteraction(string handle, string verifier, string nonce) =>
        (Handle, CodeVerifier, Nonce) = (handle, verifier, nonce);

    /// <summary>Secret: stands for the transaction, and is the same throughout.</summary>
    public string Handle { get; }

    /// <summary>The scopes asked for.</summary>
    public IReadOnlyList<string> Scopes { get; internal init; } = [];

    internal string CodeVerifier { get; }

    internal string Nonce { get; }

    internal IReadOnlyList<string> Resources { get; init; } = [];

    internal TimeSpan? MaxAge { get; init; }

    /// <summary>The handle as a fingerprint.</summary>
    public override string ToString() => $"interaction {Fingerprint.Of(Handle)}";
}

/// <summary>idx.md 2.</summary>
sealed class InteractionResponse
{
    public required string InteractionHandle { get; init; }
}
