using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>Where primary authentication stands: a closed set, one case for each status that Okta answers with.</summary>
public abstract record AuthnTransaction
{
    const string FinishRecovery = "Finish the recovery in a browser, or have an admin set a permanent password.";

    readonly string _wants;

    AuthnTransaction(string status, string wants, string hint)
    {
        Status = status;
        _wants = wants;
        Hint = hint;
    }

    /// <summary>In Okta's words, such as <c>MFA_REQUIRED</c>.</summary>
    public string Status { get; }

    /// <summary>What Okta wants before it gives a session token, and the factors it offers for that.</summary>
    public string Wants => Factors.Count == 0 ? _wants : $"{_wants} ({string.Join(", ", Factors.Select(factor => factor.FactorType).Distinct())})";

    /// <summary>What an admin or the caller can do about it.</summary>
    public string Hint { get; }

    /// <summary>Secret: continues this transaction; null in the first and the last states.</summary>
    public string? StateToken { get; init; }

    /// <summary>When the state token, or the session token of <see cref="Success"/>, expires by Okta's clock.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How the chosen factor stands, such as <c>WAITING</c>.</summary>
    public string? FactorResult { get; init; }

    /// <summary><c>PASSWORD</c>, <c>UNLOCK</c> or <c>ACCOUNT_ACTIVATION</c> in the states of recovery.</summary>
    public string? RecoveryType { get; init; }

    /// <summary>Present once the password was right.</summary>
    public AuthnUser? User { get; init; }

    /// <summary>The factors to choose from, or the one chosen.</summary>
    public IReadOnlyList<AuthnFactor> Factors { get; init; } = [];

    /// <summary>The policy that asks, as Okta wrote it; undefined where there is none.</summary>
    public JsonElement Policy { get; init; }

    /// <summary>What may be done next, by the name of the link; one name may hold several.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<AuthnLink>> Links { get; init; } = new Dictionary<string, IReadOnlyList<AuthnLink>>();

    /// <summary>The status, the user and fingerprints: no token.</summary>
    public sealed override string ToString() =>
        $"{Status} {{ User = {User?.Id ?? "unknown"}, StateToken = {Fingerprint.OfOptional(StateToken)}, SessionToken = {Fingerprint.OfOptional((this as Success)?.SessionToken)} }}";

    /// <summary>Authenticated.</summary>
    public sealed record Success() : AuthnTransaction(
        AuthnStatuses.Success,
        "nothing more",
        "Spend the session token on one authorization request within 5 minutes.")
    {
        /// <summary>Secret: makes one session, once, within 5 minutes.</summary>
        public required string SessionToken { get; init; }
    }

    /// <summary>Locked after too many wrong passwords, in an org whose password policy shows it.</summary>
    public sealed record LockedOut() : AuthnTransaction(
        AuthnStatuses.LockedOut,
        "the account to be unlocked",
        "Unlock the user in the admin console, or wait for the password policy's auto-unlock; then correct the stored password, and give tests of wrong passwords a user of their own.");

    /// <summary>The password expires soon; shown only to a caller that asks for the warning.</summary>
    public sealed record PasswordWarn() : AuthnTransaction(
        AuthnStatuses.PasswordWarn,
        "the password to be changed soon",
        "Change the password now, or have the password policy of the test users' group never expire it.");

    /// <summary>The password must be changed first.</summary>
    public sealed record PasswordExpired() : AuthnTransaction(
        AuthnStatuses.PasswordExpired,
        "a new password",
        "Sign in once in a browser and change the password, or have an admin reset it and switch expiry off in the password policy of the test users' group. A temporary password counts as expired.");

    /// <summary>A new password must be set to finish recovery or activation.</summary>
    public sealed record PasswordReset() : AuthnTransaction(
        AuthnStatuses.PasswordReset,
        "a password to be set",
        "Finish the reset in a browser, or have an admin set a permanent password.");

    /// <summary>A second factor is required by the sign-on policy.</summary>
    public sealed record MfaRequired() : AuthnTransaction(
        AuthnStatuses.MfaRequired,
        "a second factor",
        "Have an admin put the test users into a group, and give that group the sign-on policy (Identity Engine: global session policy) of first priority, with a rule that requires no second factor.");

    /// <summary>A factor has been chosen and waits for its answer.</summary>
    public sealed record MfaChallenge() : AuthnTransaction(
        AuthnStatuses.MfaChallenge,
        "the answer to a challenge",
        "Answer the challenge through the transaction's links, or exempt the test users from the second factor.");

    /// <summary>A factor must be enrolled first.</summary>
    public sealed record MfaEnroll() : AuthnTransaction(
        AuthnStatuses.MfaEnroll,
        "a factor to be enrolled",
        "Have an admin exempt the test users' group in the factor enrollment policy (rule: never), or enroll the factor once in a browser.");

    /// <summary>An enrolled factor must be activated.</summary>
    public sealed record MfaEnrollActivate() : AuthnTransaction(
        AuthnStatuses.MfaEnrollActivate,
        "a new factor to be activated",
        "Finish the enrollment in a browser, or exempt the test users' group in the factor enrollment policy.");

    /// <summary>A recovery has begun and waits for the answer to the recovery question.</summary>
    public sealed record Recovery() : AuthnTransaction(AuthnStatuses.Recovery, "the recovery to be finished", FinishRecovery);

    /// <summary>A recovery code has been sent.</summary>
    public sealed record RecoveryChallenge() : AuthnTransaction(AuthnStatuses.RecoveryChallenge, "the code that was sent for recovery", FinishRecovery);

    /// <summary>A transaction of a sign-in page, not yet begun.</summary>
    public sealed record Unauthenticated() : AuthnTransaction(
        AuthnStatuses.Unauthenticated,
        "a user name and a password, or a factor in place of the password",
        "Use an org policy in which the password comes first; this one asks for another factor before it.");

    /// <summary>A status that only Okta's own sign-in page can answer, such as <c>CONSENT_REQUIRED</c>.</summary>
    public sealed record SignInPageOnly(string HostedStatus) : AuthnTransaction(
        HostedStatus,
        "a step that only its own sign-in page offers",
        "Do the step once in a browser as this user, or have an admin switch it off for the app.");

    /// <summary>A status that Okta has added since, or one without what belongs to it.</summary>
    public sealed record Unknown(string UnknownStatus) : AuthnTransaction(
        UnknownStatus,
        "something that this version does not know",
        "Sign in once in a browser as this user to see what is asked for; a newer version may know this status.");
}
