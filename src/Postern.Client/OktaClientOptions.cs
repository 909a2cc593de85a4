namespace Postern.Client;

/// <summary>Which org, which authorization server, which app; set <see cref="OrgUrl"/> or <see cref="Issuer"/>.</summary>
public sealed record OktaClientOptions
{
    /// <summary>The org, such as <c>https://dev-1.okta.com</c>; not the <c>-admin</c> host.</summary>
    public string? OrgUrl { get; init; }

    /// <summary>The authorization server's issuer; instead of <see cref="OrgUrl"/> and <see cref="AuthorizationServerId"/>.</summary>
    public string? Issuer { get; init; }

    /// <summary>A custom authorization server, such as <c>default</c>; null for the org authorization server.</summary>
    public string? AuthorizationServerId { get; init; }

    /// <summary>The app's client id, which starts with <c>0oa</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>
    /// How the app proves itself at the token endpoint; default <see cref="ClientAuth.None"/>, as SPA and native apps do.
    /// </summary>
    public ClientAuthentication ClientAuthentication { get; init; } = ClientAuth.None;

    /// <summary>
    /// The key to bind tokens to: RFC 9449. With it, every token of the token endpoint must be bound; default none, and bearer tokens.
    /// </summary>
    public DPoPKey? DPoPKey { get; init; }

    /// <summary>One of the app's sign-in redirect URIs, byte for byte; nobody ever connects to it.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>Default <c>openid profile email</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [Protocol.Scopes.OpenId, Protocol.Scopes.Profile, Protocol.Scopes.Email];

    /// <summary>
    /// Secret: an Okta API token (<c>SSWS</c>) that makes this a trusted caller of <c>/api/v1/authn</c>; sent there alone. Default: none.
    /// </summary>
    public string? ApiToken { get; init; }

    /// <summary>
    /// Whether a flow asks, before it sends a user's first password, where the user signs in: one request to <c>/.well-known/webfinger</c>
    /// per user name and client. Default true; false sends the password whatever the org's routing rules say, for users who are sent
    /// elsewhere and have a password in Okta too.
    /// </summary>
    public bool RecognizesFederatedUsers { get; init; } = true;

    /// <summary>
    /// Remembers which one-time passwords have been used, since Okta takes each once. Default: in memory, for the clients that are made
    /// with these options; where several processes sign one user in, give them one that reaches all.
    /// </summary>
    public ISpentPasscodes SpentPasscodes { get; init; } = new InMemorySpentPasscodes();

    /// <summary>How far the org's clock and ours may disagree when tokens are checked. Default 2 min.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest wait for a rate limit to reset; beyond it <see cref="RateLimitedException"/> is thrown. Default 60 s.</summary>
    public TimeSpan MaxRateLimitWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest answer that is read, in bytes after decompression; beyond it <see cref="UnexpectedResponseException"/> is thrown.
    /// Default 4 MiB.
    /// </summary>
    public int MaxResponseBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Default <see cref="TimeProvider.System"/>; tests pass a fake one.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The org and the app: no secret.</summary>
    public override string ToString() => $"{Issuer ?? OrgUrl} as {ClientId}";
}
