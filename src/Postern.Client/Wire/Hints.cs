using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// What to do next, by what Okta said: an entry of the catalogue (<see cref="FailureReason"/>), or words where it has none. Okta guarantees
/// its codes alone, so descriptions choose hints and decide nothing.
/// </summary>
static class Hints
{
    const string AsOktaSays =
        "The server's own words say more than this client knows; an Okta admin finds the request in the System Log by its id.";

    // Of steps that the catalogue does not speak of.
    static readonly (string In, string Hint)[] Others =
    [
        (
            "'post_logout_redirect_uri' parameter",
            "Copy one of the app's sign-out redirect URIs byte for byte; they are listed apart from the sign-in redirect URIs."),
        ("'id_token_hint' parameter", "Give an ID token that this authorization server issued to this app; it may have expired."),
        (
            "must use the private_key_jwt",
            "The org authorization server gives apps tokens only for private_key_jwt: use a private key, or a custom authorization " +
            "server."),
        ("device code is invalid", "A device code is redeemed once, within minutes. Begin again."),
    ];

    const string NoInteractionCode =
        "The interaction code flow is for Identity Engine alone, and an admin switches it on (Settings, Account, Embedded widget " +
        "sign-in support).";

    public static Advice ForOAuth(Stage stage, string error, string? description) =>
        Other(stage, description) is { } hint ? hint : Matching(stage, description) is { } reason ? reason : ByError(stage, error);

    public static Advice ForOkta(string errorCode, IReadOnlyList<string> causes) => errorCode switch
    {
        _ when causes.Any(cause => FailureReason.In([AuthnReasons.Audience], cause) is not null) => AuthnReasons.Audience,
        OAuthErrors.InvalidClient => AuthorizeReasons.UnknownClient, // discovery says it in Okta's shape: oidc.md 2
        OktaErrorCodes.CredentialsUpdateFailed or OktaErrorCodes.PasswordTooWeak =>
            "The new password was refused: its causes say what the policy wants, which may be a password that was never used before.",
        OktaErrorCodes.WrongRecoveryAnswer => "The answer is not the one that is stored for the user.",
        OktaErrorCodes.RecoveryLinkUsed => "A recovery token is good once. Begin the recovery again.",
        OktaErrorCodes.RecoveryOfUnknownUser or OktaErrorCodes.ForgotPasswordNotAllowed or OktaErrorCodes.UnlockNotAllowed =>
            Advice.Remedying(EngineReasons.RecoveryIsOff),
        OktaErrorCodes.InvalidPhone => "Give the number with its country code, such as +1-555-010-0142.",
        OktaErrorCodes.ApiValidationFailed => MachineReasons.EmptyValue,
        OktaErrorCodes.ResourceNotFound or OktaErrorCodes.PathNotFound => AddressReasons.NoServer,
        OktaErrorCodes.FeatureNotPermitted => AddressReasons.NoFeature,
        OktaErrorCodes.InternalServerError or OktaErrorCodes.ReadOnlyMode => AddressReasons.Outage,
        _ => AuthnReasons.Of(errorCode) is { } reason ? reason : AsOktaSays,
    };

    public static Advice For(Interaction interaction) => interaction switch
    {
        Interaction.Reauthentication => AuthorizeReasons.PasswordAgain,
        Interaction.Factor => AuthorizeReasons.AppFactor,
        Interaction.OtherHost => AuthnReasons.MaybeFederated,
        _ => AuthorizeReasons.SignInPage,
    };

    public static string Unsupported(string call) =>
        $"The local org does not do {call} yet; the request may be right. Take a way without this call (SUPPORTED.md lists what the " +
        "local org does), or run this against a real Okta org.";

    public static Advice RateLimited(Stage stage, int? limit) => Advice.Remedying(LimitReasons.Of(stage, limit));

    public static Advice Unexpected(HttpAnswer answer) => (answer.Stage, answer.Status) switch
    {
        (_, >= 500) => AddressReasons.Outage,
        (_, 407) => new("The proxy wants credentials. Configure them on the HttpClient's handler.", MachineReasons.Proxy),
        (_, >= 300 and < 400) =>
            new("The org redirects: see that the URL is https and the org's own address.", MachineReasons.SomethingBetween),
        (Stage.Discovery, 404) =>
            new(
                "There is no authorization server at this address. See the org URL, and the server's id; a new org may have no 'default' " +
                "server.",
                AddressReasons.NoServer),
        (_, 403) when answer is { IsHtml: true, RequestId: null } => MachineReasons.Firewall,
        _ => Advice.Remedying(MachineReasons.SomethingBetween),
    };

    static FailureReason? Matching(Stage stage, string? description) =>
        stage is Stage.Authorize or Stage.PushedAuthorization or Stage.Logout
            ? FailureReason.In(AuthorizeReasons.ByText, description)
            : TokenReasons.In(description);

    // One sentence of Okta's means another feature at each endpoint.
    static string? Other(Stage stage, string? description) => stage is Stage.Interact
        && description?.Contains("requested feature is not enabled", StringComparison.OrdinalIgnoreCase) == true
            ? NoInteractionCode
            : Others.FirstOrDefault(hint => description?.Contains(hint.In, StringComparison.OrdinalIgnoreCase) == true).Hint;

    static Advice ByError(Stage stage, string error) => error switch
    {
        OAuthErrors.InvalidToken or OAuthErrors.InsufficientScope when stage == Stage.UserInfo => Advice.Remedying(UseReasons.UserInfo),
        OAuthErrors.InvalidClient when stage != Stage.Authorize => TokenReasons.OtherCredentials,
        OAuthErrors.ExpiredToken => "Nobody decided in time: begin again, with somebody there to decide.",
        OAuthErrors.AccessDenied when stage == Stage.Token => "Whoever was asked said no, or a policy did.",
        OAuthErrors.InvalidScope => AuthorizeReasons.InvalidScope,
        OAuthErrors.UnsupportedGrantType or OAuthErrors.UnauthorizedClient when stage is Stage.Token or Stage.DirectAuthentication =>
            TokenReasons.GrantType,
        OAuthErrors.InvalidTarget => "The server does not know the resource or audience that the token is for.",
        OAuthErrors.MfaRequired => TokenReasons.MfaRequired,
        OAuthErrors.InvalidGrant => TokenReasons.SpentGrant,
        OAuthErrors.LoginRequired => AuthorizeReasons.LoginRequired,
        OAuthErrors.TemporarilyUnavailable => AddressReasons.Outage,
        OAuthErrors.ServerError => "The fault is Okta's, or a claim's or token hook's. An admin finds the reason in the System Log.",
        _ => AsOktaSays,
    };
}
