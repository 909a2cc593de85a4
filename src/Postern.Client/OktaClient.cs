using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// The front door: one org, one authorization server, one app. Safe to share; the caller owns the <see cref="HttpClient"/>.
/// </summary>
public sealed class OktaClient
{
    /// <summary>
    /// Checks the options and asks nothing of the network; make the client from <see cref="CreateHandler"/>, or from a handler like it.
    /// </summary>
    /// <remarks>
    /// Requests that spend something (passwords, session tokens, codes, refresh tokens, proofs) are sent once, and in such a way that
    /// .NET's
    /// handler does not send them again by itself where a connection breaks. What the caller puts before that handler must not either: no
    /// retries, no hedging.
    /// </remarks>
    /// <exception cref="ArgumentException">An option that cannot be worked with.</exception>
    public OktaClient(HttpClient http, OktaClientOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxResponseBytes, 1);
        Options = options;
        Address = OrgAddress.From(options);
        Http = new(http, options);
        Discovery = new(Http, Address);
        Keys = new(Http, Discovery, options.Time);
        Tokens = new(this);
        WebFinger = new(this);
        Engine = new(this);
        Authn = new(this);
        SignIn = new(this);
        SessionTokenFlow = new(this);
        InteractionCodeFlow = new(this);
        HostedPageFlow = new(this);
        RefreshTokenFlow = new(this);
        ClientCredentialsFlow = new(this);
        DeviceAuthorizationFlow = new(this);
        ResourceOwnerPasswordFlow = new(this);
        TokenExchangeFlow = new(this);
        JwtBearerFlow = new(this);
        BackchannelAuthenticationFlow = new(this);
        AuthorizationCodeFlow = new(this);
        DirectAuthenticationFlow = new(this);
    }

    /// <summary>What it was made with.</summary>
    public OktaClientOptions Options { get; }

    /// <summary>The org's URL, without a slash at its end.</summary>
    public string OrgUrl => Address.OrgUrl;

    /// <summary>The authorization server's issuer, as tokens must name it.</summary>
    public string Issuer => Address.Issuer;

    /// <summary>Okta's Authentication API beside the technique: recovery, unlocking, activation, a transaction taken up again.</summary>
    public AuthenticationApi Authn { get; }

    /// <summary>A user's tokens by the first way that this org and app allow, with a receipt; see <see cref="SignInFlow"/>.</summary>
    public SignInFlow SignIn { get; }

    /// <summary>Password to session token to code to tokens, without a browser.</summary>
    public SessionTokenFlow SessionTokenFlow { get; }

    /// <summary>Identity Engine's own flow: whatever the app's policy wants is answered, and a code gives tokens.</summary>
    public InteractionCodeFlow InteractionCodeFlow { get; }

    /// <summary>Identity Engine's sign-in page, gone through without a browser: for apps that have no grant but the code.</summary>
    public HostedPageFlow HostedPageFlow { get; }

    /// <summary>A person signs in with a browser, at any provider: OpenID Connect Core 1.0 section 3.</summary>
    public AuthorizationCodeFlow AuthorizationCodeFlow { get; }

    /// <summary>A refresh token for new tokens: RFC 6749 section 6.</summary>
    public RefreshTokenFlow RefreshTokenFlow { get; }

    /// <summary>A token for the app itself: RFC 6749 section 4.4.</summary>
    public ClientCredentialsFlow ClientCredentialsFlow { get; }

    /// <summary>A person signs in on another device: RFC 8628.</summary>
    public DeviceAuthorizationFlow DeviceAuthorizationFlow { get; }

    /// <summary>A password for tokens at the token endpoint: RFC 6749 section 4.3.</summary>
    public ResourceOwnerPasswordFlow ResourceOwnerPasswordFlow { get; }

    /// <summary>Password and further factors for tokens at the token endpoint: Okta's direct authentication, of Identity Engine.</summary>
    public DirectAuthenticationFlow DirectAuthenticationFlow { get; }

    /// <summary>One token for another, native single sign-on included: RFC 8693.</summary>
    public TokenExchangeFlow TokenExchangeFlow { get; }

    /// <summary>A signed assertion for a token: RFC 7523 section 2.1.</summary>
    public JwtBearerFlow JwtBearerFlow { get; }

    /// <summary>A user is asked on a device of their own: OpenID Connect CIBA Core 1.0.</summary>
    public BackchannelAuthenticationFlow BackchannelAuthenticationFlow { get; }

    /// <summary>What the authorization server says of itself; read once and kept.</summary>
    /// <exception cref="TokenValidationException">
    /// The document is another issuer's, or names an endpoint less secure than the issuer.
    /// </exception>
    public Task<AuthorizationServerMetadata> GetMetadataAsync(CancellationToken ct = default) => Discovery.GetAsync(ct);

    /// <summary>
    /// Reads ahead what every first token waits for: the server's metadata, its keys, and which engine the org is on. So the first costs no
    /// more than the tenth.
    /// </summary>
    /// <inheritdoc cref="GetMetadataAsync(CancellationToken)" path="/exception"/>
    public Task PrepareAsync(CancellationToken ct = default) => Task.WhenAll(Keys.LoadAsync(ct), Engine.AskAsync(ct));

    /// <summary>
    /// What it says of itself to one app: Okta's <c>?client_id=</c> leaves what that app may use. Asked anew each time; flows do not go by
    /// it.
    /// </summary>
    /// <param name="clientId">Any app of the org's. A server that does not know the parameter ignores it, and says all.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="OktaApiException"><c>invalid_client</c>: the org has no such app.</exception>
    /// <inheritdoc cref="GetMetadataAsync(CancellationToken)" path="/exception"/>
    public Task<AuthorizationServerMetadata> GetMetadataAsync(string clientId, CancellationToken ct = default) =>
        Discovery.AskForAsync(clientId, ct);

    /// <summary>
    /// Holds a token against the server's keys and <paramref name="expectations"/>, check by check. A token that fails is a result; only
    /// keys that cannot be had are thrown.
    /// </summary>
    public Task<TokenVerification> VerifyAsync(string token, TokenExpectations? expectations = null, CancellationToken ct = default) =>
        TokenVerification.RunAsync(this, token, expectations ?? new(), ct);

    /// <summary>Asks the server what a token is worth now: RFC 7662. A token that is worth nothing is a result.</summary>
    /// <param name="token">An access, refresh or ID token, or a device secret.</param>
    /// <param name="tokenTypeHint">Such as <c>refresh_token</c>; null lets the server find out.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="OAuthException">The app was refused.</exception>
    public Task<IntrospectionResponse> IntrospectAsync(string token, string? tokenTypeHint = null, CancellationToken ct = default) =>
        IntrospectionEndpoint.AskAsync(this, token, tokenTypeHint, ct);

    /// <summary>
    /// Revokes an access or refresh token: RFC 7009; one that is unknown or dead already counts as revoked. Okta: a refresh token takes its
    /// access tokens with it.
    /// </summary>
    /// <inheritdoc cref="IntrospectAsync"/>
    public Task RevokeAsync(string token, string? tokenTypeHint = null, CancellationToken ct = default) =>
        RevocationEndpoint.AskAsync(this, token, tokenTypeHint, ct);

    /// <summary>
    /// The user's claims: OpenID Connect Core 1.0 section 5.3. They must be the user's of the ID token, where there is one; an answer that
    /// comes signed is verified first.
    /// </summary>
    /// <exception cref="TokenValidationException">
    /// The claims are another user's, or a signed answer is not this server's or not for this app.
    /// </exception>
    /// <exception cref="OAuthException">The access token is not good for it.</exception>
    public Task<UserInfo> GetUserInfoAsync(TokenSet tokens, CancellationToken ct = default) => UserInfoEndpoint.AskAsync(
        this,
        tokens.AccessToken ?? throw new ArgumentException("There is no access token, which the userinfo endpoint wants."),
        TokenTypes.Dpop.Equals(tokens.TokenType, StringComparison.OrdinalIgnoreCase) ? Options.DPoPKey : null,
        tokens.IdToken is { } idToken ? Jwt.Read(idToken, Parameters.IdToken).String(Claims.Subject) : null,
        ct);

    /// <summary>
    /// The claims for an access token with the scope <c>openid</c>; it is taken for a bound one where the client has a DPoP key.
    /// </summary>
    /// <param name="accessToken">Secret.</param>
    /// <param name="expectedSubject">The <c>sub</c> of the ID token that came with it; null takes any.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <inheritdoc cref="GetUserInfoAsync(TokenSet, CancellationToken)" path="/exception"/>
    public Task<UserInfo> GetUserInfoAsync(string accessToken, string? expectedSubject, CancellationToken ct = default) =>
        UserInfoEndpoint.AskAsync(this, accessToken, Options.DPoPKey, expectedSubject, ct);

    /// <summary>Where a browser goes to sign out; secret, for it holds the ID token.</summary>
    public Task<string> GetLogoutUrlAsync(LogoutOptions options, CancellationToken ct = default) =>
        LogoutEndpoint.UrlAsync(this, options, ct);

    /// <summary>Goes there without a browser and without its cookies, and says where that led.</summary>
    /// <exception cref="OAuthException">The ID token or the redirect URI was refused.</exception>
    public Task<LogoutResult> LogoutAsync(LogoutOptions options, CancellationToken ct = default) =>
        LogoutEndpoint.AskAsync(this, options, ct);

    internal OrgAddress Address { get; }

    internal OktaHttp Http { get; }

    internal Discovery Discovery { get; }

    internal KeySet Keys { get; }

    internal TokenValidator Tokens { get; }

    internal WebFinger WebFinger { get; }

    internal OrgEngine Engine { get; }

    /// <summary>
    /// A handler for the <see cref="HttpClient"/>: follows no redirect (codes travel in them) and keeps no cookie (a live session would win
    /// over the session token).
    /// </summary>
    public static SocketsHttpHandler CreateHandler() => new() { AllowAutoRedirect = false, UseCookies = false };
}
