using Postern.Protocol;

namespace Postern.Client;

/// <summary>What to do next, by what Okta said; Okta guarantees its codes alone, so descriptions choose hints and decide nothing.</summary>
static class Hints
{
    const string AsOktaSays =
        "The server's own words say more than this client knows; an Okta admin finds the request in the System Log by its id.";

    const string UnknownClient =
        "The client id is unknown here, belongs to another org, or its app is inactive. Copy it from the app's General tab; it starts " +
        "with 0oa.";

    static readonly (string In, string Hint)[] Authorize =
    [
        (
            "user is not logged in",
            "The session token was not accepted: it is spent after one authorization request, lives 5 minutes, and belongs to the org " +
            "that gave it. Get a fresh one right before, and let nothing send the request twice."),
        (
            "requires an existing session",
            "The session token was not accepted: it is spent after one authorization request and lives 5 minutes. Get a fresh one right " +
            "before."),
        (
            "requires re-authentication or MFA",
            "The app's own policy wants more than a password. Have an admin give the test users' group an app sign-in rule that is " +
            "content with a password and never asks again (Classic: app, Sign On, rule without a prompt for a factor; Identity Engine: " +
            "authentication policy, password only)."),
        ("not assigned to the client application", "Have an admin assign the user, or one of the user's groups, to the app."),
        (
            "Policy evaluation failed",
            "No access policy rule of the custom authorization server lets this app, user, grant type and scopes through; a new org's " +
            "'default' server has no policy at all. Have an admin add a policy and a rule (Security, API, Access Policies), or use the " +
            "org authorization server."),
        (
            "requested scopes were",
            "The access policy's rule matches and does not allow these scopes. Ask for fewer, or have an admin add them to the rule."),
        (
            "Denied scopes",
            "The access policy's rule matches and does not allow these scopes. Ask for fewer, or have an admin add them to the rule."),
        (
            "not configured for the authorization server",
            "The authorization server does not know one of the scopes. See its scopes list, and whether the org server or a custom one " +
            "is meant."),
        ("No scopes were requested", "Ask for at least one scope, such as openid."),
        ("default scopes", "Ask for at least one scope, such as openid."),
        ("require the 'openid' scope", "Add openid to the scopes."),
        (
            "Custom scopes are not allowed",
            "The org authorization server has no custom scopes: use a custom authorization server, or leave them out."),
        (
            "require user consent",
            "Have an admin set the app or the scope to need no consent, or give it once in a browser: Okta remembers it."),
        ("'client_id' parameter", UnknownClient),
        (
            "'redirect_uri' parameter",
            "Copy one of the app's sign-in redirect URIs byte for byte: scheme, host, port, path and trailing slash all count. Nobody " +
            "ever connects to it."),
        (
            "Configured response types",
            "The app does not allow this response type. Ask for code, or have an admin add the grant type (implicit, for tokens without " +
            "a code)."),
        (
            "Configured grant types",
            "The app does not have the grant type that this response type needs: authorization_code for code, implicit for tokens. Ask " +
            "for code, or have an admin add it."),
        ("response mode", "Use query for a code alone, and form_post or fragment where tokens come back."),
        ("PKCE code challenge", "Leave PKCE on: the app requires it, with S256."),
        (
            "interaction code flow",
            "The app is set up for Identity Engine's interaction code and wants a person. Use another app, without that grant type."),
        (
            "cannot use a custom authorization server",
            "This app may only use the org authorization server: leave the authorization server id out."),
        (
            "permitted network zones",
            "The app takes requests from its network zones alone. Have an admin add the address that this machine goes out with."),
        ("too many groups", "Have an admin narrow the groups claim's filter: Okta puts 100 groups at most into a token."),
        ("could not be evaluated", "A claim's expression fails for this user. Have an admin correct it, or the user's profile."),
        ("password is expired", "Sign in once in a browser and change the password."),
        (
            "'post_logout_redirect_uri' parameter",
            "Copy one of the app's sign-out redirect URIs byte for byte; they are listed apart from the sign-in redirect URIs."),
        ("'id_token_hint' parameter", "Give an ID token that this authorization server issued to this app; it may have expired."),
        ("'prompt' parameter", "Leave prompt and max_age to the client: whoever must not be asked cannot be made to sign in again."),
        (
            "authorization server id is invalid",
            "There is no authorization server of that id. Use 'default', an id that starts with 'aus', or none for the org server."),
    ];

    static readonly (string In, string Hint)[] Token =
    [
        (
            "client secret supplied",
            "The client secret is wrong, or was rotated. Copy it from the app's General tab, and see that no line break came with it."),
        ("multiple client credentials", "Send one kind of client credentials alone."),
        (
            "client_assertion",
            "The assertion was refused: see that the public key is registered with the app under the same key id, that the algorithm " +
            "fits, and that this machine's clock is right."),
        ("client secret is too short", "A secret must have 32 characters for HS256. Use client_secret_basic instead."),
        (
            "code is invalid or has expired",
            "A code is redeemed once, within minutes. Begin again at the first step, and let nothing send the token request twice."),
        ("'redirect_uri' does not match", "Send the same redirect URI in both requests."),
        (
            "PKCE verification failed",
            "The verifier is not the one whose challenge the authorization request carried. Pass on what the authorize step gave, whole."),
        ("PKCE code verifier is required", "The code was asked for with PKCE. Pass on what the authorize step gave, whole."),
        ("issued to another client", "Use the same client id in both requests."),
        ("issued for another authorization server", "Use the same authorization server in both requests."),
        ("Configured grant types", "Have an admin add the grant type to the app."),
        (
            "refresh token is invalid",
            "The refresh token has expired, was revoked, or was replaced by a newer one. Sign in again, and keep the newest one alone."),
        ("'openid' scopes using client credentials", "There is no user: leave openid and the like out of the scopes."),
        (
            "must use the private_key_jwt",
            "The org authorization server gives apps tokens only for private_key_jwt: use a private key, or a custom authorization " +
            "server."),
        ("device code is invalid", "A device code is redeemed once, within minutes. Begin again."),
        ("cannot be used with MFA", "The user has more than a password. Use another flow, or a user and policy that are content with one."),
        (
            "Policy evaluation failed",
            "No access policy rule of the custom authorization server lets this app, user, grant type and scopes through. Have an admin " +
            "add one."),
        (
            "credentials provided were invalid",
            "The user name or the password is wrong. Do not repeat it automatically, or the account locks."),
        (
            "DPoP",
            "The app demands tokens that are bound to a DPoP key: give the client one (OktaClientOptions.DPoPKey), the same that the " +
            "code or refresh token is bound to. Where it has one, see that this machine's clock is right."),
        (
            "requested feature is not enabled",
            "The interaction code flow is for Identity Engine alone, and an admin switches it on (Settings, Account, Embedded widget " +
            "sign-in support)."),
        (
            "Browser requests to the token endpoint",
            "The request carried an Origin header, so Okta took it for a browser's. Remove whatever adds it."),
    ];

    public static string ForOAuth(Stage stage, string error, string? description) =>
        Matching(stage is Stage.Authorize or Stage.PushedAuthorization or Stage.Logout ? Authorize : Token, description)
            ?? ByError(stage, error);

    public static string ForOkta(string errorCode, IReadOnlyList<string> causes) => errorCode switch
    {
        _ when causes.Any(cause => cause.Contains("Sign in not allowed for app", StringComparison.Ordinal)) =>
            "Leave the audience parameter out.",
        OAuthErrors.InvalidClient => UnknownClient, // discovery says it in Okta's shape: oidc.md 2
        OktaErrorCodes.AuthenticationFailed =>
            "The user name or the password is wrong, or the account is locked, not active, federated, or blocked from this network: Okta " +
            "does not say which. Sign in once in a browser to see, and do not repeat it automatically, or the account locks. Look for a " +
            "line break at the end of the stored password.",
        OktaErrorCodes.PolicyDeniesAccess =>
            "The org's sign-on policy denies this sign-in, often by network zone. Have an admin allow the address that this machine goes " +
            "out with for the test users' group.",
        OktaErrorCodes.LoginNotAllowed => "Okta takes the password for a leaked one. Give the test user another.",
        OktaErrorCodes.InvalidPasscode =>
            "The code or answer is wrong. See that the seed, answer or code is this user's and this factor's, and that this machine's " +
            "clock is right; each wrong one counts towards a lockout.",
        OktaErrorCodes.PasscodeReplayed =>
            "Okta takes each code once: another sign-in used it. Wait for the next one, or give each parallel test a user of its own.",
        OktaErrorCodes.PasscodeOutsideWindow => "The code is right for another moment: this machine's clock is off.",
        OktaErrorCodes.UserLocked =>
            "Too many wrong answers have locked the account. Have an admin unlock it, then correct the stored seed or answer.",
        OktaErrorCodes.CredentialsUpdateFailed or OktaErrorCodes.PasswordTooWeak =>
            "The new password was refused: its causes say what the policy wants, which may be a password that was never used before.",
        OktaErrorCodes.OperationNotAllowedInState =>
            "The transaction is in another state by now. Go on from the newest answer, or begin again.",
        OktaErrorCodes.WrongRecoveryAnswer => "The answer is not the one that is stored for the user.",
        OktaErrorCodes.RecoveryLinkUsed => "A recovery token is good once. Begin the recovery again.",
        OktaErrorCodes.RecoveryOfUnknownUser or OktaErrorCodes.ForgotPasswordNotAllowed or OktaErrorCodes.UnlockNotAllowed =>
            "The user is unknown, is in another state, or the password policy lets nobody recover by themselves. An admin sees which.",
        OktaErrorCodes.SmsSentRecently or OktaErrorCodes.EmailSentRecently or OktaErrorCodes.CalledRecently =>
            "Wait as long as it says: the code that was sent before is still good.",
        OktaErrorCodes.InvalidPhone => "Give the number with its country code, such as +1-555-010-0142.",
        OktaErrorCodes.InvalidToken => "The state token has expired, or was used up. Begin again at the first step.",
        OktaErrorCodes.ApiValidationFailed =>
            "A value is missing or malformed. See that neither user name nor password is empty: a masked secret in CI often is.",
        OktaErrorCodes.ResourceNotFound or OktaErrorCodes.PathNotFound =>
            "There is nothing at this address. See the org URL, and the authorization server's id; a new org may have no 'default' server.",
        OktaErrorCodes.FeatureNotPermitted =>
            "The org does not have this feature. Custom authorization servers need API Access Management; use the org server instead.",
        OktaErrorCodes.InternalServerError or OktaErrorCodes.ReadOnlyMode =>
            "The fault is Okta's. Try again later; status.okta.com tells of outages.",
        OktaErrorCodes.MalformedBody or OktaErrorCodes.MissingMediaType or OktaErrorCodes.UnsupportedMediaType
            or OktaErrorCodes.MethodNotSupported =>
            "The request did not arrive as it was sent: see what a proxy between here and the org does to it.",
        _ => AsOktaSays,
    };

    public static string For(Interaction interaction) => interaction switch
    {
        Interaction.Reauthentication =>
            "The app's policy asks for the password at every sign-on. Have an admin give the test users' group a rule that does not.",
        Interaction.Factor =>
            "The app's policy wants more than a password. Have an admin give the test users' group a rule that is content with one.",
        Interaction.OtherHost =>
            "A routing rule sends this user to another identity provider, or the org has a sign-in page of its own. Use a user whose " +
            "password is kept in Okta, exempt it from the rule, and see that the session token is fresh.",
        _ =>
            "The session token was not accepted: it is spent after one authorization request and lives 5 minutes. Get a fresh one right " +
            "before, and leave prompt=none in place, so that Okta says what is missing.",
    };

    public static string Unsupported(string call) =>
        $"The local org does not do {call} yet; the request may be right. Take a way without this call (SUPPORTED.md lists what the " +
        "local org does), or run this against a real Okta org.";

    public static string RateLimited(Stage stage) => stage == Stage.Authn
        ? "Keep tokens between tests instead of signing in for each; one user may sign in 4 times a second. Or allow a longer " +
            "MaxRateLimitWait."
        : "Keep tokens between tests instead of getting new ones for each; one client at one address may ask 60 times a minute. Or allow " +
            "a longer MaxRateLimitWait.";

    public static string Unexpected(Stage stage, int status) => (stage, status) switch
    {
        (_, >= 500) => "The fault is Okta's, or a proxy's. Try again later; status.okta.com tells of outages.",
        (_, 407) => "The proxy wants credentials. Configure them on the HttpClient's handler.",
        (_, >= 300 and < 400) => "The org redirects: see that the URL is https and the org's own address.",
        (Stage.Discovery, 404) =>
            "There is no authorization server at this address. See the org URL, and the server's id; a new org may have no 'default' " +
            "server.",
        _ => "See that the address is an Okta org's own, https://{org}.okta.com, and that no proxy or firewall answers in its place.",
    };

    static string? Matching((string In, string Hint)[] hints, string? description) =>
        hints.FirstOrDefault(hint => description?.Contains(hint.In, StringComparison.OrdinalIgnoreCase) == true).Hint;

    static string ByError(Stage stage, string error) => error switch
    {
        OAuthErrors.InvalidToken or OAuthErrors.InsufficientScope when stage == Stage.UserInfo =>
            "The access token must be this authorization server's, live, and have the scope openid. Get a new one; where it has openid, " +
            "add profile or email.",
        OAuthErrors.InvalidClient when stage != Stage.Authorize =>
            "The app and its credentials do not fit: see that the client authentication is the method which the app is set to, and that " +
            "the client id and secret belong to this org.",
        OAuthErrors.ExpiredToken => "Nobody decided in time: begin again, and go to the address sooner.",
        OAuthErrors.AccessDenied when stage == Stage.Token => "Whoever was asked said no, or a policy did.",
        OAuthErrors.InvalidScope =>
            "The server does not know one of the scopes, or does not let this app have it. Its metadata lists those that it publishes.",
        OAuthErrors.UnsupportedGrantType or OAuthErrors.UnauthorizedClient when stage == Stage.Token =>
            "The server does not have this grant, or the app may not use it: have an admin add it to the app.",
        OAuthErrors.InvalidTarget => "The server does not know the resource or audience that the token is for.",
        OAuthErrors.InvalidGrant =>
            "What was to be redeemed is spent, expired, revoked, or another app's. Codes are redeemed once, within minutes. Begin again " +
            "at the first step.",
        OAuthErrors.LoginRequired =>
            "The session token was not accepted, or the app's policy wants more than a password. Get a fresh session token right before; " +
            "if that does not help, have an admin look at the app's sign-in policy.",
        OAuthErrors.ServerError => "The fault is Okta's, or a claim's or token hook's. An admin finds the reason in the System Log.",
        _ => AsOktaSays,
    };
}
