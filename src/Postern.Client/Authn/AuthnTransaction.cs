using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>Where primary authentication stands: a closed set, one case for each status that Okta answers with.</summary>
public abstract record AuthnTransaction
{
    AuthnTransaction()
    {
    }

    /// <summary>In Okta's words, such as <c>MFA_REQUIRED</c>.</summary>
    public abstract string Status { get; }

    /// <summary>What Okta wants before it gives a session token, as a clause.</summary>
    public abstract string Wants { get; }

    /// <summary>What an admin or the caller can do about it.</summary>
    public abstract string Hint { get; }

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
    public sealed record Success : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.Success;

        /// <inheritdoc/>
        public override string Wants => "nothing more";

        /// <inheritdoc/>
        public override string Hint => "Spend the session token on one authorization request within 5 minutes.";

        /// <summary>Secret: makes one session, once, within 5 minutes.</summary>
        public required string SessionToken { get; init; }
    }

    /// <summary>Locked after too many wrong passwords, in an org whose password policy shows it.</summary>
    public sealed record LockedOut : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.LockedOut;

        /// <inheritdoc/>
        public override string Wants => "the account to be unlocked";

        /// <inheritdoc/>
        public override string Hint => "Unlock the user in the admin console, or wait for the password policy's auto-unlock; then correct the stored password, and give tests of wrong passwords a user of their own.";
    }

    /// <summary>The password expires soon; shown only to a caller that asks for the warning.</summary>
    public sealed record PasswordWarn : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.PasswordWarn;

        /// <inheritdoc/>
        public override string Wants => "the password to be changed soon";

        /// <inheritdoc/>
        public override string Hint => "Change the password now, or have the password policy of the test users' group never expire it.";
    }

    /// <summary>The password must be changed first.</summary>
    public sealed record PasswordExpired : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.PasswordExpired;

        /// <inheritdoc/>
        public override string Wants => "a new password";

        /// <inheritdoc/>
        public override string Hint => "Sign in once in a browser and change the password, or have an admin reset it and switch expiry off in the password policy of the test users' group. A temporary password counts as expired.";
    }

    /// <summary>A new password must be set to finish recovery or activation.</summary>
    public sealed record PasswordReset : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.PasswordReset;

        /// <inheritdoc/>
        public override string Wants => "a password to be set";

        /// <inheritdoc/>
        public override string Hint => "Finish the reset in a browser, or have an admin set a permanent password.";
    }

    /// <summary>A second factor is required by the sign-on policy.</summary>
    public sealed record MfaRequired : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.MfaRequired;

        /// <inheritdoc/>
        public override string Wants => $"a second factor ({NamesOf(Factors)})";

        /// <inheritdoc/>
        public override string Hint => "Have an admin put the test users into a group, and give that group the sign-on policy (Identity Engine: global session policy) of first priority, with a rule that requires no second factor.";
    }

    /// <summary>A factor has been chosen and waits for its answer.</summary>
    public sealed record MfaChallenge : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.MfaChallenge;

        /// <inheritdoc/>
        public override string Wants => $"the answer to a challenge ({NamesOf(Factors)})";

        /// <inheritdoc/>
        public override string Hint => "Answer the challenge through the transaction's links, or exempt the test users from the second factor.";
    }

    /// <summary>A factor must be enrolled first.</summary>
    public sealed record MfaEnroll : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.MfaEnroll;

        /// <inheritdoc/>
        public override string Wants => $"a factor to be enrolled ({NamesOf(Factors)})";

        /// <inheritdoc/>
        public override string Hint => "Have an admin exempt the test users' group in the factor enrollment policy (rule: never), or enroll the factor once in a browser.";
    }

    /// <summary>An enrolled factor must be activated.</summary>
    public sealed record MfaEnrollActivate : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.MfaEnrollActivate;

        /// <inheritdoc/>
        public override string Wants => $"a new factor to be activated ({NamesOf(Factors)})";

        /// <inheritdoc/>
        public override string Hint => "Finish the enrollment in a browser, or exempt the test users' group in the factor enrollment policy.";
    }

    /// <summary>A recovery has begun and waits for the answer to the recovery question.</summary>
    public sealed record Recovery : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.Recovery;

        /// <inheritdoc/>
        public override string Wants => "the recovery to be finished";

        /// <inheritdoc/>
        public override string Hint => "Finish the recovery in a browser, or have an admin set a permanent password.";
    }

    /// <summary>A recovery code has been sent.</summary>
    public sealed record RecoveryChallenge : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.RecoveryChallenge;

        /// <inheritdoc/>
        public override string Wants => "the code that was sent for recovery";

        /// <inheritdoc/>
        public override string Hint => "Finish the recovery in a browser, or have an admin set a permanent password.";
    }

    /// <summary>A transaction of a sign-in page, not yet begun.</summary>
    public sealed record Unauthenticated : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => AuthnStatuses.Unauthenticated;

        /// <inheritdoc/>
        public override string Wants => "a user name and a password, or a factor in place of the password";

        /// <inheritdoc/>
        public override string Hint => "Use an org policy in which the password comes first; this one asks for another factor before it.";
    }

    /// <summary>A status that only Okta's own sign-in page can answer, such as <c>CONSENT_REQUIRED</c>.</summary>
    public sealed record SignInPageOnly(string HostedStatus) : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => HostedStatus;

        /// <inheritdoc/>
        public override string Wants => "a step that only its own sign-in page offers";

        /// <inheritdoc/>
        public override string Hint => "Do the step once in a browser as this user, or have an admin switch it off for the app.";
    }

    /// <summary>A status that Okta has added since.</summary>
    public sealed record Unknown(string UnknownStatus) : AuthnTransaction
    {
        /// <inheritdoc/>
        public override string Status => UnknownStatus;

        /// <inheritdoc/>
        public override string Wants => Links.Count == 0 ? "something this version does not know" : $"something this version does not know (links: {string.Join(", ", Links.Keys)})";

        /// <inheritdoc/>
        public override string Hint => "Sign in once in a browser as this user to see what is asked for; a newer version may know this status.";
    }

    static string NamesOf(IReadOnlyList<AuthnFactor> factors) =>
        factors.Count == 0 ? "none listed" : string.Join(", ", factors.Select(factor => factor.FactorType).Distinct());
}
