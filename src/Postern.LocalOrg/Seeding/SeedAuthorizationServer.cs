namespace Postern.LocalOrg;

/// <summary>A custom authorization server to begin with. Without a policy it refuses everybody, as Okta's does.</summary>
public sealed record SeedAuthorizationServer
{
    /// <summary>
    /// The path segment below <c>/oauth2/</c>: <c>default</c>, or 20 characters beginning with <c>aus</c>. Default: made of the name, the
    /// same every time.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>For people. Default: none.</summary>
    public string? Description { get; init; }

    /// <summary>Default true; false: it is there, and issues nothing.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>The <c>aud</c> of its access tokens.</summary>
    public required string Audience { get; init; }

    /// <summary>
    /// Okta's <c>issuerMode</c>: which of the org's names its issuer and endpoints begin with. Default <c>ORG_URL</c>, the org's own.
    /// </summary>
    public IssuerMode IssuerMode { get; init; }

    /// <summary>Scopes besides those of OpenID Connect. Where none is a default one, every request must give a <c>scope</c>.</summary>
    public IReadOnlyList<SeedScope> Scopes { get; init; } = [];

    /// <summary>Those of OpenID Connect that are described, published or agreed to otherwise than Okta makes them. Default: none.</summary>
    public IReadOnlyList<SeedScope> ReservedScopes { get; init; } = [];

    /// <summary>Claims about users that are in other tokens than Okta puts them in. Default: none.</summary>
    public IReadOnlyList<SeedStandardClaim> StandardClaims { get; init; } = [];

    /// <summary>Claims that it adds to its tokens. Default: none.</summary>
    public IReadOnlyList<SeedClaim> Claims { get; init; } = [];

    /// <summary>
    /// Okta's <c>rotationMode</c>: true, the default, is <c>AUTO</c>, a new signing key about every three months; false is <c>MANUAL</c>.
    /// </summary>
    public bool RotatesKeys { get; init; } = true;

    /// <summary>In order of priority. Default: none.</summary>
    public IReadOnlyList<SeedAccessPolicy> Policies { get; init; } = [];

    /// <summary>Keys of the API that its access tokens are for. Default: none.</summary>
    public IReadOnlyList<SeedResourceKey> ResourceKeys { get; init; } = [];

    /// <summary>
    /// Other custom authorization servers, by id or name, whose access tokens may be exchanged here (RFC 8693): Okta's trusted servers.
    /// Default: none but this one.
    /// </summary>
    public IReadOnlyList<string> TrustedServerIds { get; init; } = [];
}

/// <summary>An access policy: its rules apply to the clients it names.</summary>
public sealed record SeedAccessPolicy
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Default true; false passes it over.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>
    /// Apps of the seed, by id or name; those that register themselves get an id that nobody knows before. Default: all clients.
    /// </summary>
    public IReadOnlyList<string>? ClientIds { get; init; }

    /// <summary>In order of priority; the first that matches decides, and where none does, the next policy.</summary>
    public IReadOnlyList<SeedAccessRule> Rules { get; init; } = [];
}

/// <summary>A rule of an access policy.</summary>
public sealed record SeedAccessRule
{
    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Default true; false passes it over.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>
    /// Default: all that Okta lets a rule name. <c>refresh_token</c> is not among them: refreshing is judged by the grant that it began
    /// with.
    /// </summary>
    public IReadOnlyList<string> GrantTypes { get; init; } =
    [
        Protocol.GrantTypes.AuthorizationCode, Protocol.GrantTypes.Implicit, Protocol.GrantTypes.Password,
        Protocol.GrantTypes.ClientCredentials,
        Protocol.GrantTypes.DeviceCode, Protocol.GrantTypes.TokenExchange, Protocol.GrantTypes.JwtBearer, Protocol.GrantTypes.Ciba,
        Protocol.GrantTypes.InteractionCode,
        Protocol.GrantTypes.Otp, Protocol.GrantTypes.Oob, Protocol.GrantTypes.MfaOtp, Protocol.GrantTypes.MfaOob,
    ];

    /// <summary>Users it holds for, by id or login. Default, with no groups either: everybody.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>Groups it holds for, by id or name; <c>EVERYONE</c> is all of them. Default, with no users either: everybody.</summary>
    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>Users it does not hold for, in whatever group they are. Default: none.</summary>
    public IReadOnlyList<string> ExcludedUserIds { get; init; } = [];

    /// <summary>Groups it does not hold for, unless the user is named. Default: none.</summary>
    public IReadOnlyList<string> ExcludedGroupIds { get; init; } = [];

    /// <summary>Scopes it grants besides those of OpenID Connect; <c>*</c>, the default, is all.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["*"];

    /// <summary>Default 60 minutes; Okta allows 5 minutes to 24 hours.</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long a refresh token lives, used or not; no shorter than an access token. Default: without end.</summary>
    public TimeSpan? RefreshTokenLifetime { get; init; }

    /// <summary>
    /// How long a refresh token lives unused. Default 7 days; Okta allows 10 minutes to 5 years, between the lifetimes of access and
    /// refresh token.
    /// </summary>
    public TimeSpan RefreshTokenWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The inline hook that is asked before anything is issued, by id or name. Default: none.</summary>
    public string? InlineHook { get; init; }
}
