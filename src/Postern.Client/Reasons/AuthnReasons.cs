using Postern.Protocol;
using static Postern.Client.FailureReason;

namespace Postern.Client;

/// <summary>What <c>/api/v1/authn</c> refuses, or wants besides the password: B of docs/okta/why-it-fails.md.</summary>
static class AuthnReasons
{
    public static FailureReason Refused { get; } = Known(
        "B01",
        "The user name or the password is wrong, or the account is locked, not active, federated, or blocked from this network: Okta " +
        "does " +
        "not say which.",
        "Sign in once in a browser to see, and do not repeat it automatically, or the account locks. Look for a line break at the end of " +
        "the stored password.").Or("B02", "B07", "B09", "B11", "B12", "B18", "F02", "H03");

    public static FailureReason LockedOut { get; } = Known(
        "B02",
        "The account is locked after too many wrong passwords.",
        "Unlock the user in the admin console, or wait for the password policy's auto-unlock; then correct the stored password, and give " +
        "tests of wrong passwords a user of their own.");

    public static FailureReason SecondFactor { get; } = Known(
        "B03",
        "The org's policy wants a second factor of this user.",
        "Give what answers one of the factors: the seed of the one-time passwords is the least trouble. Or have an admin put the test " +
        "users into a group, and give that group the sign-on policy (Identity Engine: global session policy) of first priority, with a " +
        "rule that requires no second factor.");

    public static FailureReason Enrollment { get; } = Known(
        "B04",
        "The org's policy wants a factor to be enrolled.",
        "Have an admin exempt the test users' group in the factor enrollment policy (rule: never), or enroll the factor once in a " +
        "browser.");

    public static FailureReason Unanswerable { get; } = Known(
        "B05",
        "None of the user's factors can be answered without a person or a browser.",
        "Enroll one-time passwords for the test user and give their seed, or have an admin exempt the group from the second factor.");

    public static FailureReason Challenge { get; } = Known(
        "B05",
        "The factor that was chosen was not answered.",
        "Answer the challenge through the transaction's links, or exempt the test users from the second factor.");

    public static FailureReason PasswordExpired { get; } = Known(
        "B06",
        "The password has expired; a temporary one counts as expired.",
        "Give a new password, or sign in once in a browser and change it, or have an admin reset it and switch expiry off in the " +
        "password policy of the test users' group.");

    public static FailureReason PasswordWarn { get; } = Known(
        "B06",
        "The password expires soon.",
        "Change the password now, or have the password policy of the test users' group never expire it.");

    public static FailureReason NotActive { get; } = Known(
        "B07",
        "The account is not active: staged, suspended, deactivated, or in recovery.",
        "Have an admin activate it, or take its suspension back.");

    public static FailureReason PasswordReset { get; } = Known(
        "B08",
        "A recovery or an activation waits for a password.",
        "Finish the reset in a browser, or have an admin set a permanent password.");

    public static FailureReason Recovery { get; } = Known(
        "B08",
        "A recovery has begun and is not finished.",
        "Finish the recovery in a browser, or have an admin set a permanent password.");

    public static FailureReason PageOnly { get; } = Known(
        "B08",
        "The sign-in waits for a step that only Okta's own page offers.",
        "Do the step once in a browser as this user, or have an admin switch it off for the app.");

    public static FailureReason FactorFirst { get; } = Known(
        "B08",
        "The org asks for another factor before the password.",
        "Use an org policy in which the password comes first; this one asks for another factor before it.");

    public static FailureReason UnknownStatus { get; } = Known(
        "B08",
        "The sign-in is in a state that this version does not know.",
        "Sign in once in a browser as this user to see what is asked for; a newer version may know this status.");

    public static FailureReason PolicyDenies { get; } = Known(
        "B09",
        "The org's sign-on policy denies this sign-in, often by network zone.",
        "Have an admin allow the address that this machine goes out with for the test users' group.");

    public static FailureReason LeakedPassword { get; } = Known(
        "B10", "Okta takes the password for a leaked one.", "Give the test user another.");

    public static FailureReason DirectoryUser { get; } = Known(
        "B11",
        "A directory (Active Directory, LDAP) checks the password, through an agent that may be down.",
        "Use a test user whose password is kept in Okta, or see that the directory's agent runs.");

    public static FailureReason Federated { get; } = Known(
        "B12",
        "The user signs in at another identity provider, and not at Okta.",
        "Use a test user whose password is kept in Okta, and exempt it from the routing rule that sends it there; or link such a user to " +
        "the same groups and apps. If this one has a password in Okta all the same, RecognizesFederatedUsers = false sends it.");

    public static FailureReason MaybeFederated { get; } = Known(
        "B12",
        "A routing rule sends this user to another identity provider, or the org has a sign-in page of its own.",
        "Use a user whose password is kept in Okta, exempt it from the rule, and see that the session token is fresh.").Or("C22", "C23");

    public static FailureReason RoutedAway { get; } = Known(
        "B12",
        "A routing rule of the org sends whoever signs in to this app, or this user, to another identity provider.",
        "Use a user whose password is kept in Okta, or have an admin exempt it from the routing rule.");

    public static FailureReason Garbled { get; } = Known(
        "B13",
        "The request did not arrive as it was sent.",
        "See what a proxy between here and the org does to it.");

    public static FailureReason Audience { get; } = Known(
        "B14", "The sign-in named an app as its audience.", "Leave the audience parameter out.", "Sign in not allowed for app");

    public static FailureReason StaleState { get; } = Known(
        "B15", "The state token has expired, or was used up.", "Begin again at the first step.").Or("B19", "F04");

    public static FailureReason OtherState { get; } = Known(
        "B15", "The transaction is in another state by now.", "Go on from the newest answer, or begin again.").Or("B05");

    public static FailureReason WrongCode { get; } = Known(
        "B16",
        "The code or answer is wrong.",
        "See that the seed, answer or code is this user's and this factor's, and that this machine's clock is right; each wrong one " +
        "counts " +
        "towards a lockout.",
        "'otp' provided", "`otp` provided");

    public static FailureReason UsedCode { get; } = Known(
        "B16",
        "Okta takes each code once: another sign-in used it.",
        "Wait for the next one, or give each parallel test a user of its own.");

    public static FailureReason CodeOfAnotherTime { get; } = Known(
        "B16", "The code is right for another moment: this machine's clock is off.", "Set this machine's clock.").Or("H05");

    public static FailureReason LockedByCodes { get; } = Known(
        "B16",
        "Too many wrong answers have locked the account.",
        "Have an admin unlock it, then correct the stored seed or answer.").Or("B02");

    public static FailureReason SentRecently { get; } = Known(
        "B16", "A code was sent a moment ago.", "Wait as long as it says: the code that was sent before is still good.").Or("G06");

    public static FailureReason Captcha { get; } = Known(
        "B17",
        "The org protects its sign-in page with a captcha, which no program solves.",
        "Have an admin leave the test users' way out of it.");

    public static FailureReason Threat { get; } = Known(
        "B18",
        "ThreatInsight blocks the address that this machine goes out with, and answers as if the password were wrong.",
        "Try the same from another network; then have an admin exempt that address as a network zone.");

    public static FailureReason ApiToken { get; } = Known(
        "B19",
        "The API token that was sent along is not good, which counts before user and password.",
        "Leave it out, or make a new one.").Or("B15", "F04");

    public static IReadOnlyList<FailureReason> All =>
    [
        Refused, LockedOut, SecondFactor, Enrollment, Unanswerable, Challenge, PasswordExpired, PasswordWarn, NotActive, PasswordReset,
        Recovery, PageOnly, FactorFirst, UnknownStatus, PolicyDenies, LeakedPassword, DirectoryUser, Federated, MaybeFederated, RoutedAway,
        Garbled, Audience, StaleState, OtherState, WrongCode, UsedCode, CodeOfAnotherTime, LockedByCodes, SentRecently, Captcha, Threat,
        ApiToken,
    ];

    /// <summary>By Okta's own code; null where it is nothing of the sign-in's.</summary>
    public static FailureReason? Of(string errorCode) => errorCode switch
    {
        OktaErrorCodes.AuthenticationFailed => Refused,
        OktaErrorCodes.PolicyDeniesAccess => PolicyDenies,
        OktaErrorCodes.LoginNotAllowed => LeakedPassword,
        OktaErrorCodes.InvalidPasscode => WrongCode,
        OktaErrorCodes.PasscodeReplayed => UsedCode,
        OktaErrorCodes.PasscodeOutsideWindow => CodeOfAnotherTime,
        OktaErrorCodes.UserLocked => LockedByCodes,
        OktaErrorCodes.OperationNotAllowedInState => OtherState,
        OktaErrorCodes.SmsSentRecently or OktaErrorCodes.EmailSentRecently or OktaErrorCodes.CalledRecently => SentRecently,
        OktaErrorCodes.InvalidToken => StaleState,
        OktaErrorCodes.MalformedBody or OktaErrorCodes.MissingMediaType or OktaErrorCodes.UnacceptableMediaType
            or OktaErrorCodes.UnsupportedMediaType or OktaErrorCodes.MethodNotSupported => Garbled,
        _ => null,
    };
}
