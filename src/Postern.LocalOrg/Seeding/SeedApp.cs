using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>An OpenID Connect app to begin with.</summary>
public sealed record SeedApp
{
    /// <summary>20 characters beginning with <c>0oa</c>. Default: made of the name, the same every time.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>
    /// By which the Apps API knows it, where that is not <see cref="ClientId"/>: 20 characters beginning with <c>0oa</c>. Default: it is.
    /// </summary>
    public string AppId { get; init; } = "";

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Okta's <c>application_type</c>.</summary>
    public required AppKind Kind { get; init; }

    /// <summary>In clear; stored hashed, except where <c>client_secret_jwt</c> needs it to check a signature. Default: none.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>A second one, which is as good while the first is being replaced; stored the same way. Default: none.</summary>
    public string? SecondClientSecret { get; init; }

    /// <summary>One of OpenID Connect Core's methods (section 9). Default <c>none</c>, a public client.</summary>
    public string TokenEndpointAuthMethod { get; init; } = ClientAuthMethods.None;

    /// <summary>Compared byte by byte with the request's.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>
    /// Okta's <c>wildcard_redirect</c> <c>SUBDOMAIN</c>: in a redirect URI that begins with <c>https://*.</c> the star is one label.
    /// Default false.
    /// </summary>
    public bool AllowsSubdomains { get; init; }

    /// <summary>
    /// Where <c>logout</c> may send the browser; compared byte by byte with the request's. Default: nowhere but the sign-in page.
    /// </summary>
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>
    /// The <c>alg</c> that its request objects must be signed with (RFC 9101): <c>HS256</c> to <c>HS512</c> by the client secret,
    /// <c>RS256</c> to <c>RS512</c> and <c>ES256</c> to <c>ES512</c> by a key of <see cref="Jwks"/> or <see cref="JwksUri"/>. Default: none
    /// are taken.
    /// </summary>
    public string? RequestObjectSigningAlgorithm { get; init; }

    /// <summary>
    /// The app's sign-on policy, <c>factorMode</c> <c>2FA</c>: a session that a password began is not enough. Default false; in a new Okta
    /// org the default policy wants two factors.
    /// </summary>
    public bool RequiresFactor { get; init; }

    /// <summary>
    /// The app's sign-on policy, <c>reauthenticateIn</c>: how old a sign-in may be; zero: every request wants its own. Default: as old as
    /// the session.
    /// </summary>
    public TimeSpan? ReauthenticateIn { get; init; }

    /// <summary>
    /// The app sign-in policy that decides for it, by name, in the place of <see cref="RequiresFactor"/> and
    /// <see cref="ReauthenticateIn"/>. Default: none.
    /// </summary>
    public string? Policy { get; init; }

    /// <summary>
    /// The profile enrolment policy that says who may make themselves a user, by name. Default: the one that every org has, which lets
    /// nobody.
    /// </summary>
    public string? RegistrationPolicy { get; init; }

    /// <summary>
    /// Whether custom authorization servers refuse the app (<c>unauthorized_client</c>), as they do apps that are Okta's own. Default
    /// false.
    /// </summary>
    public bool OrgAuthorizationServerOnly { get; init; }

    /// <summary>
    /// Addresses, ranges such as <c>10.0.0.0/8</c>, and network zones, by id or name, that its users and its token requests must come from;
    /// from elsewhere they are refused (<c>access_denied</c>). Default: anywhere.
    /// </summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>The same, from where they are refused. Default: from nowhere.</summary>
    public IReadOnlyList<string>? ExcludedNetworks { get; init; }

    /// <summary>
    /// Okta's <c>issuer_mode</c>: which of the org's names the <c>iss</c> of the org authorization server's ID tokens is. Default
    /// <c>ORG_URL</c>, the org's own.
    /// </summary>
    public IssuerMode IssuerMode { get; init; }

    /// <summary>Okta's <c>require_pushed_authorization_requests</c> (RFC 9126). Default false.</summary>
    public bool RequiresPushedAuthorization { get; init; }

    /// <summary>Any of <c>code</c>, <c>id_token</c>, <c>token</c>. Default: <c>code</c>.</summary>
    public IReadOnlyList<string> ResponseTypes { get; init; } = [Protocol.ResponseTypes.Code];

    /// <summary>
    /// Default: <c>authorization_code</c>; <c>implicit</c> is needed for tokens from the authorization endpoint. With
    /// <c>interaction_code</c> no page is shown to who is not signed in: the app is told <c>interaction_required</c>.
    /// </summary>
    public IReadOnlyList<string> GrantTypes { get; init; } = [Protocol.GrantTypes.AuthorizationCode];

    /// <summary>Okta's <c>pkce_required</c>. Default false; a public client needs PKCE whatever this says.</summary>
    public bool PkceRequired { get; init; }

    /// <summary>
    /// Okta's <c>rotation_type</c> <c>ROTATE</c>: each refresh gives a new refresh token. Default: true for a SPA, false (<c>STATIC</c>)
    /// for the others.
    /// </summary>
    public bool? RotatesRefreshTokens { get; init; }

    /// <summary>How long a rotated refresh token still works, for answers that got lost. Default 30 s; Okta allows 0 to 60 s.</summary>
    public TimeSpan RefreshTokenLeeway { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Okta's <c>consent_method</c> <c>REQUIRED</c>: users are asked before the app gets a scope whose consent is not implicit. Default
    /// false, <c>TRUSTED</c>.
    /// </summary>
    public bool RequiresConsent { get; init; }

    /// <summary>
    /// Okta's <c>dpop_bound_access_tokens</c>: the token endpoint demands a DPoP proof (RFC 9449). Default false; a proof that comes all
    /// the same counts.
    /// </summary>
    public bool DpopBoundAccessTokens { get; init; }

    /// <summary>
    /// Scopes of Okta's own APIs, such as <c>okta.users.read</c>, that the org authorization server grants the app: what an admin puts
    /// under "Okta API Scopes". Default: none.
    /// </summary>
    public IReadOnlyList<string> GrantedOrgScopes { get; init; } = [];

    /// <summary>
    /// Standard roles of a service app, such as <c>READ_ONLY_ADMIN</c>, without which no scope of <see cref="GrantedOrgScopes"/> is of use.
    /// Default: <c>SUPER_ADMIN</c> where it has such scopes.
    /// </summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>A JWK Set (RFC 7517) with the public keys of <c>private_key_jwt</c> and of request objects. Default: none.</summary>
    public string? Jwks { get; init; }

    /// <summary>
    /// Instead of <see cref="Jwks"/>: an http or https URL where the app publishes its JWK Set, as <c>https://app.example.com/keys</c>.
    /// Fetched when first needed, and remembered for five minutes; a <c>kid</c> that is new there is looked up again, at most every ten
    /// seconds. Default: none.
    /// </summary>
    public string? JwksUri { get; init; }

    /// <summary>For expressions: <c>app.profile.label</c>. Default: none.</summary>
    public JsonObject? Profile { get; init; }

    /// <summary>
    /// The <c>groups</c> claim of the org authorization server's ID tokens and userinfo, where the scope <c>groups</c> was granted.
    /// Default: none.
    /// </summary>
    public SeedGroupFilter? GroupsClaim { get; init; }

    /// <summary>The same claim as an expression, in the place of <see cref="GroupsClaim"/>. Default: none.</summary>
    public string? GroupsExpression { get; init; }

    /// <summary>What that claim is called. Default: <c>groups</c>.</summary>
    public string? GroupsClaimName { get; init; }

    /// <summary>Users assigned one by one, by id or login.</summary>
    public IReadOnlyList<string> AssignedUserIds { get; init; } = [];

    /// <summary>Groups whose members are assigned, by id or name.</summary>
    public IReadOnlyList<string> AssignedGroupIds { get; init; } = [];

    /// <summary>Okta's <c>implicitAssignment</c>: everybody is assigned. Default false.</summary>
    public bool AssignsEverybody { get; init; }

    /// <summary>
    /// What users are called in the app, and the <c>sub</c> of their access tokens: <c>${source.email}</c>, or another attribute. Default:
    /// the login.
    /// </summary>
    public string? UserNameTemplate { get; init; }

    /// <summary>Users who are called otherwise. Default: none.</summary>
    public IReadOnlyList<SeedUserName> UserNames { get; init; } = [];

    /// <summary>What the app knows of users besides. Default: nothing.</summary>
    public IReadOnlyList<SeedAssignedProfile> UserProfiles { get; init; } = [];

    /// <summary>What the app knows of groups that are assigned to it. Default: nothing.</summary>
    public IReadOnlyList<SeedAssignedProfile> GroupProfiles { get; init; } = [];

    /// <summary>Attributes of users in the app besides those that every app has. Default: none.</summary>
    public IReadOnlyList<SeedProperty> UserAttributes { get; init; } = [];

    /// <summary>
    /// Apps whose users it takes over without another sign-in, by client id or name: Okta's "Native to Web SSO", on Identity Engine alone.
    /// Five at most. Default: none.
    /// </summary>
    public IReadOnlyList<string> InterclientAllowedAppIds { get; init; } = [];

    /// <summary>
    /// What the Apps API keeps and says again, in Okta's words: <c>accessibility</c>, <c>visibility</c>, <c>credentials</c>,
    /// <c>settings</c>. Default: as Okta fills it in.
    /// </summary>
    public JsonObject? Settings { get; init; }

    /// <summary>Okta's <c>client_uri</c>: the app's page for people. Default: none.</summary>
    public string? ClientUri { get; init; }

    /// <summary>Okta's <c>logo_uri</c>. Default: none.</summary>
    public string? LogoUri { get; init; }

    /// <summary>Okta's <c>policy_uri</c>: how the app treats what it learns of people. Default: none.</summary>
    public string? PolicyUri { get; init; }

    /// <summary>Okta's <c>tos_uri</c>: the terms of the app. Default: none.</summary>
    public string? TosUri { get; init; }

    /// <summary>Okta's <c>initiate_login_uri</c>: where the app begins a sign-in. Default: none.</summary>
    public string? InitiateLoginUri { get; init; }

    /// <summary>Default true; false: the app is there, and nobody's to use.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Without its secret.</summary>
    public override string ToString() => $"{Name} ({ClientId}, {Kind})";
}

/// <summary>What a user is called in an app.</summary>
public sealed record SeedUserName
{
    /// <summary>By id or login.</summary>
    public required string User { get; init; }

    /// <summary>In the app.</summary>
    public required string Name { get; init; }
}
