using static Postern.Client.FailureReason;

namespace Postern.Client;

/// <summary>What differs between the engines: F of docs/okta/why-it-fails.md.</summary>
static class EngineReasons
{
    public static FailureReason AppPolicy { get; } = Known(
        "F01",
        "The app's sign-in policy wants more than the global session policy collected, as 'any two factors', which new apps have, does.",
        "This org is on Identity Engine: have an admin give the test users' group a rule of first priority in the app's policy " +
        "(Security, " +
        "Authentication Policies, or the app's Sign On tab) that is content with a password and asks again never; or have the global " +
        "session policy (Security, Global Session Policy) ask for the factor, and answer it at the sign-in.").Or("C01");

    public static FailureReason NoPassword { get; } = Known(
        "F02",
        "The user has no password, and the Authentication API wants one.",
        "Set one for the test user, or sign in by a flow that begins with another factor.");

    public static FailureReason NoSessionToken { get; } = Known(
        "F03",
        "The org made no session token, but a page for the session ('state token for all flows').",
        "After a recovery or an unlocking, sign in anew. Otherwise the org makes sessions at its own page alone: have an admin ask " +
        "Okta's support to switch off its feature 'state token for all flows' (STATE_TOKEN_ALL_FLOWS), or use a flow that needs no " +
        "session token, such as the device flow.");

    public static FailureReason PagesStateToken { get; } = Known(
        "F04",
        "The state token is that of a sign-in page of Identity Engine, which the Authentication API does not know.",
        "Take it to the page's own interface, or begin with the password.").Or("B15");

    public static FailureReason PageInsteadOfRedirect { get; } = Known(
        "F05",
        "Identity Engine answered with a page where Classic Engine redirects.",
        "Read the page: what it says leads on by its script.");

    public static FailureReason NoClassicFactor { get; } = Known(
        "F06",
        "The user's factors are Identity Engine's alone, which the Authentication API does not list.",
        "Enroll one-time passwords or a phone for the test user.").Or("B05");

    public static FailureReason OtherCookie { get; } = Known(
        "F07", "Identity Engine's session is the cookie idx, and not sid.", "Look for idx, or for none: a session token needs no cookie.");

    public static FailureReason RecoveryIsOff { get; } = Known(
        "F08",
        "The org lets nobody recover in this way.",
        "The user is unknown, is in another state, or the password policy lets nobody recover by themselves. An admin sees which.");

    public static FailureReason DeviceWanted { get; } = Known(
        "F09",
        "The policy wants a device or a factor that no program has: phishing-resistant, managed, FastPass.",
        "Have an admin exempt the test users' group in the app's sign-in policy.").Or("B05", "F01");

    public static FailureReason StepOfAPerson { get; } = Known(
        "F10",
        "The org shows a step after the sign-in that a person must take: terms, a profile, staying signed in.",
        "Take it once in a browser as this user, or have an admin exempt the group.");

    public static IReadOnlyList<FailureReason> All =>
    [
        AppPolicy, NoPassword, NoSessionToken, PagesStateToken, PageInsteadOfRedirect, NoClassicFactor, OtherCookie, RecoveryIsOff,
        DeviceWanted, StepOfAPerson,
    ];
}
