using static Postern.Client.FailureReason;

namespace Postern.Client;

/// <summary>What <c>{as}/v1/authorize</c> refuses: C of docs/okta/why-it-fails.md.</summary>
static class AuthorizeReasons
{
    const string FewerScopes = "Ask for fewer, or have an admin add them to the rule.";

    public static FailureReason SpentToken { get; } = Known(
        "C01",
        "The session token was not accepted: it is spent after one authorization request, lives 5 minutes, and belongs to the org that " +
        "gave it.",
        "Get a fresh one right before, and let nothing send the request twice.",
        "user is not logged in");

    static FailureReason NoSession { get; } = Known(
        "C01",
        "The session token was not accepted: it is spent after one authorization request and lives 5 minutes.",
        "Get a fresh one right before.",
        "requires an existing session");

    public static FailureReason SignInPage { get; } = Known(
        "C01",
        "The session token was not accepted: it is spent after one authorization request and lives 5 minutes.",
        "Get a fresh one right before, and leave prompt=none in place, so that Okta says what is missing.");

    public static FailureReason LoginRequired { get; } = Known(
        "C01",
        "The session token was not accepted, or the app's policy wants more than a password.",
        "Get a fresh session token right before; if that does not help, have an admin look at the app's sign-in policy.").Or("C03", "F01");

    public static FailureReason CookieWon { get; } = Known(
        "C02",
        "A live session cookie won over the session token: the answer is another user's.",
        "Use a client that keeps no cookies (OktaClient.CreateHandler()).");

    static FailureReason AppPolicy { get; } = Known(
        "C03",
        "The app's own policy wants more than a password.",
        "Have an admin give the test users' group an app sign-in rule that is content with a password and never asks again (Classic: " +
        "app, " +
        "Sign On, rule without a prompt for a factor; Identity Engine: authentication policy, password only).",
        "requires re-authentication or MFA").Or("F01");

    public static FailureReason ClassicPolicy { get; } = Known(
        "C03",
        "The app's sign-on policy wants more than a password, or the password again.",
        "This org is on Classic Engine: have an admin give the test users' group a rule of first priority (Applications, the app, Sign " +
        "On) that prompts neither for a factor nor for re-authentication.");

    public static FailureReason AnyPolicy { get; } = Known(
        "C03",
        "The app's own policy wants more than a password.",
        "Have an admin give the test users' group a rule of first priority that is content with one and never asks again (Classic " +
        "Engine: " +
        "Applications, the app, Sign On; Identity Engine: Security, Authentication Policies, the app's), or the global session policy " +
        "ask " +
        "for what the app's wants.").Or("F01");

    public static FailureReason PasswordAgain { get; } = Known(
        "C03",
        "The app's policy asks for the password at every sign-on.",
        "Have an admin give the test users' group a rule that does not.");

    public static FailureReason AppFactor { get; } = Known(
        "C03",
        "The app's policy wants more than a password.",
        "Have an admin give the test users' group a rule that is content with one.").Or("F01");

    static FailureReason Prompt { get; } = Known(
        "C04",
        "The request itself asks for a sign-in that a program cannot make.",
        "Leave prompt and max_age to the client: whoever must not be asked cannot be made to sign in again.",
        "'prompt' parameter", "'max_age' parameter", "'acr_values' parameter", "'zero' as max_age");

    public static FailureReason NotAssigned { get; } = Known(
        "C05",
        "The user is not assigned to the app.",
        "Have an admin assign the user, or one of the user's groups, to the app.",
        "not assigned to the client app", "isn't assigned to the client app");

    public static FailureReason NoRule { get; } = Known(
        "C06",
        "No access policy rule of the custom authorization server lets this app, user, grant type and scopes through; a new org's " +
        "'default' server has no policy at all.",
        "Have an admin add a policy and a rule (Security, API, Access Policies), or use the org authorization server.",
        "Policy evaluation failed");

    static FailureReason DeniedScopes { get; } = Known(
        "C07", "The access policy's rule matches and does not allow these scopes.", FewerScopes, "Policy evaluation succeeded",
        "requested scopes were", "Denied scopes");

    static FailureReason UnknownScopes { get; } = Known(
        "C07",
        "The authorization server does not know one of the scopes.",
        "See its scopes list, and whether the org server or a custom one is meant.",
        "not configured for the authorization server").Or("A04");

    static FailureReason NoScopes { get; } = Known(
        "C07", "No scope was asked for.", "Ask for at least one scope, such as openid.", "No scopes were requested", "default scopes");

    static FailureReason NoOpenId { get; } = Known(
        "C07", "What was asked for is OpenID Connect's, and openid was not.", "Add openid to the scopes.", "require the 'openid' scope");

    static FailureReason CustomScopes { get; } = Known(
        "C07",
        "The org authorization server has no custom scopes.",
        "Use a custom authorization server, or leave them out.",
        "Custom scopes are not allowed");

    static FailureReason NoneOfTheScopes { get; } = Known(
        "C07",
        "The app may have none of the scopes that it asked for.",
        "Have an admin grant them to the app (Okta API Scopes), or ask for others.",
        "not allowed any of the requested scopes");

    public static FailureReason InvalidScope { get; } = Known(
        "C07",
        "The server does not know one of the scopes, or does not let this app have it.",
        "Its metadata lists those that it publishes.").Or("C09");

    public static FailureReason Consent { get; } = Known(
        "C08",
        "The user has not consented to the scopes.",
        "Have an admin set the app or the scope to need no consent, or give it once in a browser: Okta remembers it.",
        "require user consent");

    public static FailureReason NoRefreshToken { get; } = Known(
        "C09",
        "offline_access was asked for, and no refresh token came.",
        "Have an admin add the grant type refresh_token to the app, and offline_access to the access policy's rule.");

    public static FailureReason UnknownClient { get; } = Known(
        "C10",
        "The client id is unknown here, belongs to another org, or its app is inactive.",
        "Copy it from the app's General tab; it starts with 0oa.",
        "'client_id' parameter").Or("A07", "A08");

    static FailureReason RedirectUri { get; } = Known(
        "C11",
        "The redirect URI is not one of the app's.",
        "Copy one of the app's sign-in redirect URIs byte for byte: scheme, host, port, path and trailing slash all count. Nobody ever " +
        "connects to it.",
        "'redirect_uri' parameter", "must be a Login redirect URI");

    static FailureReason ResponseType { get; } = Known(
        "C12",
        "The app does not allow this response type.",
        "Ask for code, or have an admin add the grant type (implicit, for tokens without a code).",
        "Configured response types", "response type is not supported");

    static FailureReason GrantOfResponseType { get; } = Known(
        "C12",
        "The app does not have the grant type that this response type needs: authorization_code for code, implicit for tokens.",
        "Ask for code, or have an admin add it.",
        "Configured grant types");

    static FailureReason ResponseMode { get; } = Known(
        "C13",
        "The answer cannot come in the way that was asked for.",
        "Use query for a code alone, and form_post or fragment where tokens come back.",
        "response mode", "response_mode");

    static FailureReason StateOrNonce { get; } = Known(
        "C14",
        "The request lacks its state or nonce, or they are malformed.",
        "Leave state and nonce to the client: both are random each time, and Okta wants them.",
        "'state' parameter", "'nonce' parameter");

    static FailureReason Pkce { get; } = Known(
        "C15",
        "The app wants the code to be bound to the client by PKCE.",
        "Leave PKCE on: the app requires it, with S256.",
        "PKCE code challenge");

    static FailureReason Interaction { get; } = Known(
        "C16",
        "The app is set up for Identity Engine's interaction code and wants a person.",
        "Use another app, without that grant type.",
        "interaction code flow");

    static FailureReason OrgServerOnly { get; } = Known(
        "C17",
        "This app may only use the org authorization server.",
        "Leave the authorization server id out.",
        "cannot use a custom authorization server");

    static FailureReason AppZone { get; } = Known(
        "C17",
        "The app takes requests from its network zones alone.",
        "Have an admin add the address that this machine goes out with.",
        "permitted network zones");

    static FailureReason TooManyGroups { get; } = Known(
        "C18",
        "The user is in more groups than a token takes.",
        "Have an admin narrow the groups claim's filter: Okta puts 100 groups at most into a token.",
        "too many groups");

    static FailureReason ClaimFails { get; } = Known(
        "C18",
        "A claim's expression fails for this user.",
        "Have an admin correct it, or the user's profile.",
        "could not be evaluated");

    static FailureReason RequestUri { get; } = Known(
        "C19",
        "The pushed request is spent, has expired, or is another app's or server's.",
        "Push it anew for each authorization request, at the same server, with the same client id.",
        "request_uri");

    static FailureReason ExpiredPassword { get; } = Known(
        "C20",
        "The user's password has expired.",
        "Sign in once in a browser and change the password.",
        "password is expired", "Password has expired").Or("B06");

    public static FailureReason FollowedRedirect { get; } = Known(
        "C21",
        "Something followed Okta's redirect, or changed its page, and what it carried is lost.",
        "Follow no redirect, and decode the page's values as a browser would.");

    public static FailureReason CompanyPage { get; } = Known(
        "C22",
        "The app, or the org, sends browsers to a page of the company's own.",
        "Have an admin look at the app's login and error pages.").Or("C23", "B12");

    public static FailureReason CompanySignIn { get; } = Known(
        "C23",
        "The org sends whoever is not signed in to a sign-in page of its own.",
        "See that the session token is fresh: that page matters only where there is no session.").Or("C01", "B12");

    /// <summary>By the org's own words, which of them are met first.</summary>
    public static IReadOnlyList<FailureReason> ByText { get; } =
    [
        RequestUri, SpentToken, NoSession, AppPolicy, NotAssigned, NoRule, DeniedScopes, UnknownScopes, NoScopes, NoOpenId, CustomScopes,
        NoneOfTheScopes, Consent, UnknownClient, RedirectUri, ResponseType, GrantOfResponseType, ResponseMode, StateOrNonce, Pkce,
        Interaction, OrgServerOnly, AppZone, TooManyGroups, ClaimFails, ExpiredPassword, Prompt, AddressReasons.NoServerOfId,
        AddressReasons.OtherServer,
    ];

    public static IReadOnlyList<FailureReason> All =>
    [
        .. ByText.Where(reason => reason.Id[0] is 'C'), SignInPage, LoginRequired, CookieWon, ClassicPolicy, AnyPolicy, PasswordAgain,
        AppFactor, InvalidScope, NoRefreshToken, FollowedRedirect, CompanyPage, CompanySignIn,
    ];
}
