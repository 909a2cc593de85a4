using static Postern.Client.FailureReason;

namespace Postern.Client;

/// <summary>What the token endpoint refuses: D of docs/okta/why-it-fails.md.</summary>
static class TokenReasons
{
    static FailureReason WrongSecret { get; } = Known(
        "D01",
        "The client secret is wrong, or was rotated.",
        "Copy it from the app's General tab, and see that no line break came with it.",
        "client secret supplied");

    static FailureReason TwoCredentials { get; } = Known(
        "D01",
        "The app proved itself in two ways at once.",
        "Send one kind of client credentials alone.",
        "multiple client credentials");

    public static FailureReason OtherCredentials { get; } = Known(
        "D01",
        "The app and its credentials do not fit.",
        "See that the client authentication is the method which the app is set to, and that the client id and secret belong to this org.")
        .Or("C10", "A07");

    static FailureReason Assertion { get; } = Known(
        "D02",
        "The assertion that proves the app was refused.",
        "See that the public key is registered with the app under the same key id, that the algorithm fits, and that this machine's " +
        "clock " +
        "is right.",
        "client_assertion").Or("D08");

    static FailureReason ShortSecret { get; } = Known(
        "D02",
        "A secret must have 32 characters for HS256.",
        "Use client_secret_basic instead.",
        "client secret is too short");

    static FailureReason SpentCode { get; } = Known(
        "D03",
        "A code is redeemed once, within minutes.",
        "Begin again at the first step, and let nothing send the token request twice.",
        "code is invalid or has expired");

    static FailureReason OtherRedirectUri { get; } = Known(
        "D03",
        "The code was asked for with another redirect URI.",
        "Send the same redirect URI in both requests.",
        "'redirect_uri' does not match");

    static FailureReason OtherVerifier { get; } = Known(
        "D03",
        "The verifier is not the one whose challenge the authorization request carried.",
        "Pass on what the authorize step gave, whole.",
        "PKCE verification failed");

    static FailureReason NoVerifier { get; } = Known(
        "D03",
        "The code was asked for with PKCE.",
        "Pass on what the authorize step gave, whole.",
        "PKCE code verifier is required");

    static FailureReason OtherClient { get; } = Known(
        "D03", "The grant is another app's.", "Use the same client id in both requests.", "issued to another client");

    public static FailureReason SpentGrant { get; } = Known(
        "D03",
        "What was to be redeemed is spent, expired, revoked, or another app's.",
        "Codes are redeemed once, within minutes. Begin again at the first step.");

    static FailureReason NoGrantType { get; } = Known(
        "D04", "The app does not have this grant type.", "Have an admin add the grant type to the app.", "Configured grant types",
        "grant types required to satisfy sign on policy", "'grant_types_supported'");

    public static FailureReason GrantType { get; } = Known(
        "D04",
        "The server does not have this grant, or the app may not use it.",
        "Have an admin add it to the app.",
        "grant type in the request is not supported");

    static FailureReason DPoP { get; } = Known(
        "D05",
        "The app demands tokens that are bound to a DPoP key.",
        "Give the client one (OktaClientOptions.DPoPKey), the same that the code or refresh token is bound to. Where it has one, see " +
        "that " +
        "this machine's clock is right.",
        "DPoP").Or("D08");

    static FailureReason TakenForABrowser { get; } = Known(
        "D06",
        "The request carried an Origin header, so Okta took it for a browser's.",
        "Remove whatever adds it.",
        "Browser requests to the token endpoint");

    public static FailureReason NotAForm { get; } = Known(
        "D07",
        "The parameters did not arrive in a form.",
        "Send them in the body, as application/x-www-form-urlencoded, and see that no proxy rewrites it.",
        "must specify a 'grant_type'");

    public static FailureReason Clock { get; } = Known(
        "D08",
        "A proof was signed by a clock that is not the org's.",
        "Set this machine's clock.",
        "issued in the future", "issued_at_in_future");

    static FailureReason SpentRefreshToken { get; } = Known(
        "D09",
        "The refresh token has expired, was revoked, or was replaced by a newer one.",
        "Sign in again, and keep the newest one alone.",
        "refresh token is invalid");

    static FailureReason MoreThanGranted { get; } = Known(
        "D09",
        "The refresh token was given for fewer scopes.",
        "Ask for those that it was given for, or sign in again for more.",
        "requested for the refresh request");

    static FailureReason MoreThanAPassword { get; } = Known(
        "D10",
        "The user has more than a password.",
        "Use another flow, or a user and policy that are content with one.",
        "cannot be used with MFA", "authentication denied by sign on policy");

    static FailureReason WrongPassword { get; } = Known(
        "D10",
        "The user name or the password is wrong.",
        "Do not repeat it automatically, or the account locks.",
        "credentials provided were invalid").Or("B01");

    static FailureReason PolicyNotMet { get; } = Known(
        "D10",
        "The app's sign-in policy is not content with the factors that direct authentication took.",
        "Have an admin give the test users' group a rule that is, or answer with another factor.",
        "authentication policy wasn't satisfied").Or("F01");

    static FailureReason NotEnrolled { get; } = Known(
        "D10",
        "The user has no such factor, or the policy does not take it.",
        "Enroll it for the test user, or answer with another one.",
        "authenticator can't be used", "authenticator cannot be used", "No supported authenticators are available",
        "Unable to prompt for the requested authenticators", "not challenged for any authenticators");

    public static FailureReason MfaRequired { get; } = Known(
        "D10",
        "The app's sign-in policy wants one more factor.",
        "Answer it: direct authentication takes one-time passwords, a push that somebody approves, and codes by message or call.",
        "additional authenticator").Or("F01");

    static FailureReason MfaTokenExpired { get; } = Known(
        "D10",
        "The sign-in took longer than its tokens live.",
        "Begin again with the password.",
        "'mfa_token' has expired", "`mfa_token` has expired", "'oob_code' has expired", "`oob_code` has expired");

    static FailureReason PushRejected { get; } = Known(
        "B05",
        "Whoever holds the phone said no.",
        "Begin again, and approve it; or answer with a factor that needs nobody.",
        "rejected out-of-band", "oob_rejected");

    static FailureReason NoDirect { get; } = Known(
        "D10",
        "The org does not have direct authentication: it is Classic Engine, or the feature is off.",
        "Use the session token, or an org on Identity Engine.",
        "not enabled in this environment");

    static FailureReason NoUser { get; } = Known(
        "D11",
        "There is no user: openid and the like are a user's.",
        "Leave openid and the like out of the scopes.",
        "'openid' scopes using client credentials");

    public static FailureReason AppsOwnToken { get; } = Known(
        "D11",
        "The token is the app's own, and no user's.",
        "Use a flow that signs a user in.");

    /// <summary>By the org's own words, which of them are met first.</summary>
    public static IReadOnlyList<FailureReason> ByText { get; } =
    [
        WrongSecret, TwoCredentials, Clock, Assertion, ShortSecret, MfaTokenExpired, SpentCode, OtherRedirectUri, OtherVerifier, NoVerifier,
        OtherClient, AddressReasons.OtherServer, NoGrantType, GrantType, SpentRefreshToken, MoreThanGranted, NoUser, MoreThanAPassword,
        PolicyNotMet, NotEnrolled, MfaRequired, PushRejected, NoDirect, WrongPassword, AuthnReasons.WrongCode, DPoP, TakenForABrowser,
        NotAForm,
    ];

    /// <summary>What both endpoints say alike: of a policy, a scope, an assignment.</summary>
    public static FailureReason? In(string? words) =>
        FailureReason.In(ByText, words) ?? (FailureReason.In(AuthorizeReasons.ByText, words) is { Id: not "C12" } shared ? shared : null);

    public static IReadOnlyList<FailureReason> All =>
        [.. ByText.Where(reason => reason.Id[0] is 'D' || reason == PushRejected), OtherCredentials, SpentGrant, AppsOwnToken];
}
