namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>
/// A request that is good but for what it carries, and what Okta answers where one of its parameters is left out, empty, or there twice.
/// </summary>
public sealed record RequiredParameter(string Endpoint, string Form, string Name, int Status, string Error, string Description)
{
    public string Without => string.Join('&', Form.Split('&').Where(pair => !Is(pair)));

    public string Empty => string.Join('&', Form.Split('&').Select(pair => Is(pair) ? $"{Name}=" : pair));

    public string Twice => $"{Form}&{Form.Split('&').First(Is)}";

    public override string ToString() =>
        $"{Name} of {Endpoint} {Form.Split('&').FirstOrDefault(pair => pair.StartsWith("grant_type=", StringComparison.Ordinal))}";

    bool Is(string field) => field.StartsWith(Name + "=", StringComparison.Ordinal);
}

/// <summary>What the endpoints that clients call by form require: oidc.md 7 to 9, 11, 12 and 16, direct-auth.md 6 to 8.</summary>
static class RequiredParameters
{
    const string As = "/oauth2/default/v1/";
    const string Web = $"client_id={The.Web}&client_secret={The.WebSecret}";
    const string Service = $"client_id={The.Service}&client_secret={The.ServiceSecret}";
    const string Native = $"client_id={The.Native}";
    const string Exchange = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange";
    const string AccessTokenType = "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token";
    const string Assertion =
        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=eyJhbGciOiJub25lIn0.e30.";
    const string OnBehalf =
        $"{Exchange}&subject_token=x&subject_token_type={AccessTokenType}&audience=api%3A%2F%2Fdefault&scope=api%3Aread";
    const string NextApp = $"{Exchange}&subject_token=x&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token"
        + "&actor_token=x&actor_token_type=urn%3Ax-oath%3Aparams%3Aoauth%3Atoken-type%3Adevice-secret&audience=api%3A%2F%2Fdefault" +
            "&scope=openid";

    const string Code = $"grant_type=authorization_code&code=x&redirect_uri={The.EncodedCallback}&code_verifier={The.Verifier}&{Web}";
    const string Device = $"scope=openid&{Native}";
    const string Ciba = $"scope=openid&login_hint=nobody%40example.com&{Web}";
    const string Par = $"response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s-1f0c&{The.Pkce}&{Web}";

    const string NoCredentials = "No client credentials found.";
    const string NoToken = "The 'token' parameter is required.";
    const string NoScope = "The authorization server resource does not have any configured default scopes, 'scope' must be provided.";
    const string NotAllowed = "Client authentication failed. Either the client or the client credentials are invalid.";

    const string GrantTypes =
        "authorization_code, refresh_token, password, client_credentials, urn:ietf:params:oauth:grant-type:device_code, "
        + "urn:ietf:params:oauth:grant-type:jwt-bearer, urn:ietf:params:oauth:grant-type:token-exchange, urn:openid:params:grant-type:ciba";

    public static readonly IReadOnlyList<RequiredParameter> All =
    [
        // The client's own, wherever it must prove itself.
        .. Everywhere("client_id", Web, 401, "invalid_client", NoCredentials),
        .. Everywhere("client_secret", Web, 401, "invalid_client", NotAllowed),
        .. Everywhere("client_assertion_type", Assertion, 400, "invalid_request", "The client_assertion_type is invalid."),
        .. Everywhere("client_assertion", Assertion, 401, "invalid_client", "The parsing of the client_assertion failed."),

        new(As + "introspect", $"token=x&{Web}", "token", 400, "invalid_request", NoToken),
        new(As + "revoke", $"token=x&{Web}", "token", 400, "invalid_request", NoToken),

        new(
            As + "token",
            Code,
            "grant_type",
            400,
            "invalid_request",
            $"The token request must specify a 'grant_type'. Valid values: [{GrantTypes}]"),
        Token(Code, "code"),
        Token(Code, "redirect_uri"), // UNCONFIRMED (oidc.md 9.1): Okta may say that it does not match, as where it is another
        Token($"grant_type=refresh_token&refresh_token=x&{Web}", "refresh_token"),
        Token($"grant_type=password&username=nobody%40example.com&password=x&scope=openid&{Native}", "username"),
        Token($"grant_type=password&username=nobody%40example.com&password=x&scope=openid&{Native}", "password"),
        Scope(As + "token", $"grant_type=password&username=nobody%40example.com&password=x&scope=openid&{Native}"),
        Scope(As + "token", $"grant_type=client_credentials&scope=api%3Aread&{Service}"),
        Token($"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=x&{Native}", "device_code"),
        Token($"grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&auth_req_id=x&{Web}", "auth_req_id"),
        Token($"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=x&scope=openid&{Web}", "assertion"),
        Token($"{OnBehalf}&{Service}", "subject_token"),
        Token($"{OnBehalf}&{Service}", "subject_token_type"),
        new(
            As + "token",
            $"{OnBehalf}&{Service}",
            "audience",
            400,
            "invalid_target",
            "Token Exchange requests must include a valid audience of the authorization server."),
        Scope(As + "token", $"{OnBehalf}&{Service}"),
        Token($"{NextApp}&{Native}", "actor_token"),
        Token($"{NextApp}&{Native}", "actor_token_type"),

        Scope(As + "device/authorize", Device),
        new("/oauth2/v1/device/authorize", Device, "scope", 400, "invalid_scope", "No scopes were requested."),
        Scope(As + "bc/authorize", Ciba),
        // UNCONFIRMED (direct-auth.md 7): the text
        new(
            As + "bc/authorize",
            Ciba,
            "login_hint",
            400,
            "invalid_request",
            "Exactly one of 'login_hint' and 'id_token_hint' is required."),

        new(
            As + "par",
            Par,
            "response_type",
            400,
            "unsupported_response_type",
            "The response type is not supported by the authorization server. Configured response types: [code, id_token, token]."),
        new(
            As + "par",
            Par,
            "redirect_uri",
            400,
            "invalid_request",
            "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings."),
        new(As + "par", Par, "state", 400, "invalid_request", "The authentication request has an invalid 'state' parameter."),
        // UNCONFIRMED (oidc.md 3)
        new(
            As + "par",
            Par,
            "code_challenge_method",
            400,
            "invalid_request",
            "PKCE code challenge method is not supported. Valid values: [S256]"),
        Scope(As + "par", Par),
    ];

    static RequiredParameter Token(string form, string name) =>
        new(As + "token", form, name, 400, "invalid_request", $"The required parameter '{name}' is missing.");

    static RequiredParameter Scope(string endpoint, string form) => new(endpoint, form, "scope", 400, "invalid_scope", NoScope);

    static IEnumerable<RequiredParameter> Everywhere(string name, string client, int status, string error, string description) =>
        ((string[])["token", "introspect", "revoke", "par", "device/authorize", "bc/authorize"])
            .Select(endpoint =>
                new RequiredParameter(
                    As + endpoint, $"grant_type=refresh_token&refresh_token=x&token=x&{client}", name, status, error, description));
}
