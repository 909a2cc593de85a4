using Postern.Protocol;

namespace Postern.Cli;

/// <summary>What every org refuses, and nobody is hurt by: each wrong in one way. None but one names a user that there is.</summary>
static class Refusals
{
    const string Nobody = "0oaposternNobody0005";

    /// <summary>Counts towards the lockout of the user who is named.</summary>
    public static Probe WrongPassword { get; } =
        Authn("a wrong password", "", """{"username":"{login}","password":"not-this-users-password-1"}""");

    public static IReadOnlyList<Probe> OfOrg { get; } =
    [
        Authn("an unknown user", "", """{"username":"nobody-at-all@example.com","password":"not-a-password-1"}"""),
        Authn("no user name", "", """{"password":"not-a-password-1"}"""),
        Authn("no JSON", "", "{"),
        Authn("an unknown state token", "", """{"stateToken":"00not-a-state-token"}"""),
        Authn("a factor without a transaction", "/factors/opf0000000000000005/verify", """{"stateToken":"00not-a-state-token"}"""),
        Authn("an unknown recovery token", "/recovery/token", """{"recoveryToken":"00not-a-recovery-token"}"""),
        Authn("nothing to cancel", "/cancel", """{"stateToken":"00not-a-state-token"}"""),
        new("authn", "a wrong method", HttpMethod.Get, Paths.Authn),
        Idx("an unknown interaction", "/introspect", """{"interactionHandle":"no-such-interaction-handle"}"""),
        Idx("nothing to introspect", "/introspect", "{}"),
        Idx("an unknown state", "/identify", """{"stateHandle":"02.id.no-such-state","identifier":"nobody-at-all@example.com"}"""),
        new("management", "nobody's call", HttpMethod.Get, "/api/v1/users/me"),
        new("management", "an unknown API token", HttpMethod.Get, "/api/v1/users") { Authorization = "SSWS 00not-an-api-token" },
        new("management", "an access token that is none", HttpMethod.Get, "/api/v1/users") { Authorization = "Bearer not.a.token" },
        new("discovery", "an unknown server", HttpMethod.Get, $"/oauth2/ausnosuchServer00005{Paths.OpenIdConfiguration}"),
        Form("token", "an unknown server", "/oauth2/ausnosuchServer00005/v1/token", ("grant_type", "client_credentials")),
    ];

    /// <param name="issuer">Its address below the org's: <c>/oauth2/default</c>; empty for the org's own.</param>
    /// <param name="endpoints">Where its endpoints begin: <c>/oauth2</c> for the org's own.</param>
    public static IEnumerable<Probe> OfServer(string issuer, string endpoints) =>
    [
        .. OfAuthorize(endpoints + Paths.Authorize), .. OfToken(endpoints + Paths.Token), .. OfOthers(endpoints),
        new("discovery", "an unknown app", HttpMethod.Get, issuer + Paths.OpenIdConfiguration) { Query = [("client_id", Nobody)] },
    ];

    static IEnumerable<Probe> OfAuthorize(string path) =>
    [
        Code("an unknown app", path, ("client_id", Nobody)),
        Code("no app", path, ("client_id", null)),
        Code("a redirect URI of nobody's", path, ("redirect_uri", "https://nowhere.example/callback")),
        Code("no redirect URI", path, ("redirect_uri", null)),
        Code("an unknown response type", path, ("response_type", "cheese")),
        Code("no response type", path, ("response_type", null)),
        Code("an unknown response mode", path, ("response_mode", "carrier-pigeon")),
        Code("an unknown scope", path, ("scope", "openid no-such-scope")),
        Code("no scope", path, ("scope", null)),
        Code("no state", path, ("state", null)),
        Code("no PKCE", path, ("code_challenge", null), ("code_challenge_method", null)),
        Code("an unknown challenge method", path, ("code_challenge_method", "S1")),
        Code("an unknown prompt", path, ("prompt", "please")),
        Code("nobody signed in", path),
        Code("a session token of nobody's", path, ("sessionToken", "20111not-a-session-token")),
        Code("a pushed request of nobody's", path, ("request_uri", "urn:okta:no-such-request")),
    ];

    static IEnumerable<Probe> OfToken(string path) =>
    [
        Redeem("an unknown app", path, ("client_id", Nobody)),
        Redeem("no app", path, ("client_id", null)),
        Redeem("no grant type", path, ("grant_type", null)),
        Redeem("an unknown grant type", path, ("grant_type", "urn:example:no-such-grant")),
        Redeem("an unknown code", path),
        Redeem("no code", path, ("code", null)),
        Redeem("an unknown refresh token", path, ("grant_type", "refresh_token"), ("refresh_token", "no-such-refresh-token")),
        Redeem("an unknown device code", path, ("grant_type", GrantTypes.DeviceCode), ("device_code", "no-such-device-code")),
        new("token", "a wrong method", HttpMethod.Get, path),
        new("token", "JSON in a form's place", HttpMethod.Post, path) { Json = """{"grant_type":"client_credentials"}""" },
    ];

    static IEnumerable<Probe> OfOthers(string endpoints) =>
    [
        Form("introspect", "no app", endpoints + Paths.Introspect, ("token", "not-a-token")),
        Form("introspect", "an unknown app", endpoints + Paths.Introspect, ("token", "not-a-token"), ("client_id", Nobody)),
        Form("revoke", "no app", endpoints + Paths.Revoke, ("token", "not-a-token")),
        Form("par", "no app", endpoints + Paths.PushedAuthorizationRequest, ("response_type", "code")),
        Form("interact", "an unknown app", endpoints + Paths.Interact, ("client_id", Nobody), ("scope", "openid")),
        Form("interact", "no app", endpoints + Paths.Interact, ("scope", "openid")),
        Form(
            "direct", "an unknown app", endpoints + Paths.PrimaryAuthenticate,
            ("client_id", Nobody), ("login_hint", "nobody-at-all@example.com"), ("challenge_hint", GrantTypes.Oob)),
        Form("direct", "an unknown sign-in", endpoints + Paths.Challenge, ("client_id", "{client}"), ("mfa_token", "no-such-mfa-token")),
        Form("device", "an unknown app", endpoints + Paths.DeviceAuthorize, ("client_id", Nobody), ("scope", "openid")),
        new("userinfo", "no token", HttpMethod.Get, endpoints + Paths.UserInfo),
        new("userinfo", "a token that is none", HttpMethod.Get, endpoints + Paths.UserInfo) { Authorization = "Bearer not-a-token" },
        new("logout", "an ID token that is none", HttpMethod.Get, endpoints + Paths.Logout)
        {
            Query = [("id_token_hint", "not-a-token")], IsForBrowser = true,
        },
    ];

    static Probe Authn(string name, string path, string json) => new("authn", name, HttpMethod.Post, Paths.Authn + path) { Json = json };

    static Probe Idx(string name, string path, string json) => new("idx", name, HttpMethod.Post, Paths.Idx + path) { Json = json };

    /// <summary>A request for a code that is right but for what is changed, added or, by null, left out; nobody is signed in.</summary>
    static Probe Code(string name, string path, params (string Name, string? Value)[] changes) =>
        new("authorize", name, HttpMethod.Get, path)
        {
            Query = Changed(
            [
                ("client_id", "{client}"), ("response_type", "code"), ("scope", "openid"), ("redirect_uri", "{redirect_uri}"),
                ("state", "state-of-a-comparison"), ("prompt", "none"),
                // RFC 7636 appendix B
                ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "S256"),
            ],
            changes),
            IsForBrowser = true,
        };

    static Probe Redeem(string name, string path, params (string Name, string? Value)[] changes) =>
        new("token", name, HttpMethod.Post, path)
        {
            Form = Changed(
            [
                ("grant_type", "authorization_code"),
                ("client_id", "{client}"), ("code", "no-such-code"), ("redirect_uri", "{redirect_uri}"),
                ("code_verifier", "not-the-verifier-of-anything-0123456789-abcdef"),
            ],
            changes),
        };

    static Probe Form(string area, string name, string path, params (string Name, string Value)[] form) =>
        new(area, name, HttpMethod.Post, path) { Form = form };

    static IReadOnlyList<(string Name, string Value)> Changed(
        IReadOnlyList<(string Name, string Value)> right, IReadOnlyList<(string Name, string? Value)> changes) =>
    [
        .. right.Where(pair => changes.All(change => change.Name != pair.Name)),
        .. changes.Where(change => change.Value is not null).Select(change => (change.Name, change.Value!)),
    ];
}
