using System.Globalization;
using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>Where primary authentication stands: a closed set, one case for each status that Okta answers with.</summary>
public abstract record AuthnTransaction
{
    readonly string _wants;

    AuthnTransaction(string status, string wants, Advice advice)
    {
        Status = status;
        _wants = wants;
        Hint = advice.Hint;
        Reason = advice.Reason;
    }

    AuthnTransaction(string status, string wants, FailureReason reason)
        : this(status, wants, Advice.Remedying(reason))
    {
    }

    /// <summary>In Okta's words, such as <c>MFA_REQUIRED</c>.</summary>
    public string Status { get; }

    /// <summary>What Okta wants before it gives a session token, and the factors it offers for that.</summary>
    public string Wants => Factors.Count == 0 ? _wants : $"{_wants} ({FactorNames.ToTell(Factors)})";

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

    /// <summary>Secret: of a recovery that a trusted caller began; hand it to <see cref="AuthenticationApi.RecoverAsync"/>.</summary>
    public string? RecoveryToken { get; init; }

    /// <summary>As it was given.</summary>
    public string? RelayState { get; init; }

    /// <summary>Ends the transaction; null where there is nothing to end. Its answer is <see cref="CancelAsync"/>'s to read.</summary>
    public AuthnStep? Cancel => Linked("cancel");

    /// <summary>Present once the password was right.</summary>
    public AuthnUser? User { get; init; }

    /// <summary>The factors to choose from, or the one chosen.</summary>
    public IReadOnlyList<AuthnFactor> Factors { get; init; } = [];

    /// <summary>The policy that asks, as Okta wrote it; undefined where there is none.</summary>
    public JsonElement Policy { get; init; }

    /// <summary>What may be done next, by the name of the link; one name may hold several.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<AuthnLink>> Links { get; init; } = new Dictionary<string, IReadOnlyList<AuthnLink>>();

    internal FailureReason? Reason { get; }

    internal OktaClient? Client { get; init; }

    /// <summary>Secret: what the answer set; a page that the transaction leads to may want them back.</summary>
    internal IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>Ends the transaction, where it can be ended; its state token is good for nothing more.</summary>
    public Task CancelAsync(CancellationToken ct = default) => Cancel?.CancelAsync(ct) ?? Task.CompletedTask;

    /// <summary>The step that a link stands for; null where Okta gave no such link.</summary>
    /// <param name="key">Such as <c>next</c> or <c>resend</c>.</param>
    /// <param name="name">The link's name. Default: any.</param>
    private protected AuthnStep? Linked(string key, params string[] name) =>
        LinkFor(key, name) is { } found ? new(Client!, found, StateToken, null) : null;

    AuthnLink? LinkFor(string key, params string[] name) =>
        Client is not null && Links.TryGetValue(key, out var links) ? links.FirstOrDefault(link => IsFor(link, name)) : null;

    static bool IsFor(AuthnLink link, string[] name) =>
        (name.Length == 0 || name.Contains(link.Name)) && (link.Allow.Count == 0 || link.Allow.Contains("POST"));

    /// <summary>The status, the user and fingerprints: no token.</summary>
    public sealed override string ToString() =>
        $"{Status} {{ User = {User?.Id ?? "unknown"}, StateToken = {Fingerprint.OfOptional(StateToken)}, SessionToken = " +
        $"{Fingerprint.OfOptional((this as Success)?.SessionToken)} }}";

    /// <summary>Authenticated.</summary>
    public sealed record Success() : AuthnTransaction(
        AuthnStatuses.Success,
        "nothing more",
        "Spend the session token on one authorization request within 5 minutes.")
    {
        /// <summary>Secret: makes one session, once, within 5 minutes.</summary>
        public required string SessionToken { get; init; }
    }

    /// <summary>
    /// Authenticated, and yet no session token came: a recovery has ended, or the org makes the session at a page of its own (its "state
    /// token for all flows").
    /// </summary>
    public sealed record SuccessWithoutSessionToken() : AuthnTransaction(
        AuthnStatuses.Success,
        "nothing more, and gave no session token",
        EngineReasons.NoSessionToken)
    {
        /// <summary>Where a browser would go for its session.</summary>
        internal AuthnLink? SessionPage => Links.TryGetValue("next", out var links)
            ? links.FirstOrDefault(link =>
                Uri.TryCreate(link.Href, UriKind.Absolute, out var page)
                    && page.AbsolutePath.EndsWith("/login/token/redirect", StringComparison.Ordinal))
            : null;
    }

    /// <summary>Locked after too many wrong passwords, in an org whose password policy shows it.</summary>
    public sealed record LockedOut() : AuthnTransaction(
        AuthnStatuses.LockedOut,
        "the account to be unlocked",
        AuthnReasons.LockedOut)
    {
        /// <summary>Begins to unlock the account: takes the user name and a factor type.</summary>
        public AuthnStep? Unlock => Linked("next", "unlock");
    }

    /// <summary>The password expires soon; shown only to a caller that asks for the warning.</summary>
    public sealed record PasswordWarn() : AuthnTransaction(
        AuthnStatuses.PasswordWarn,
        "the password to be changed soon",
        AuthnReasons.PasswordWarn)
    {
        /// <summary>Takes the old and the new password.</summary>
        public AuthnStep? ChangePassword => Linked("next", "changePassword");

        /// <summary>Goes on with the old one.</summary>
        public AuthnStep? Skip => Linked("skip");
    }

    /// <summary>The password must be changed first.</summary>
    public sealed record PasswordExpired() : AuthnTransaction(
        AuthnStatuses.PasswordExpired,
        "a new password",
        AuthnReasons.PasswordExpired)
    {
        /// <summary>Takes the old and the new password; null where a page elsewhere does it.</summary>
        public AuthnStep? ChangePassword => Linked("next", "changePassword");
    }

    /// <summary>A new password must be set to finish recovery or activation.</summary>
    public sealed record PasswordReset() : AuthnTransaction(
        AuthnStatuses.PasswordReset,
        "a password to be set",
        AuthnReasons.PasswordReset)
    {
        /// <summary>Takes the new password.</summary>
        public AuthnStep? ResetPassword => Linked("next", "resetPassword", "password");
    }

    /// <summary>A second factor is required by the sign-on policy.</summary>
    public sealed record MfaRequired() : AuthnTransaction(
        AuthnStatuses.MfaRequired,
        "a second factor",
        AuthnReasons.SecondFactor);

    /// <summary>A factor has been chosen and waits for its answer.</summary>
    public sealed record MfaChallenge() : AuthnTransaction(
        AuthnStatuses.MfaChallenge,
        "the answer to a challenge",
        AuthnReasons.Challenge)
    {
        /// <summary>Takes the answer; of a push that was not approved, sends it again.</summary>
        public AuthnStep? Verify => Linked("next", "verify");

        /// <summary>Asks how a push stands.</summary>
        public AuthnStep? Poll => Linked("next", "poll");

        /// <summary>Sends the challenge again, after a pause.</summary>
        public AuthnStep? Resend => Linked("resend");

        /// <summary>Back to the choice of factors.</summary>
        public AuthnStep? Previous => Linked("prev");

        /// <summary>Of WebAuthn: <c>FACTOR</c>, or <c>FACTOR_TYPE</c> where any of its type may answer; null of every other.</summary>
        public string? ChallengeType { get; init; }

        /// <summary>The number that the phone must be given; null where a push asks for none.</summary>
        public int? CorrectAnswer =>
            Factors is [var factor]
                && factor.Asked("challenge", "correctAnswer") is { ValueKind: JsonValueKind.Number or JsonValueKind.String } number
                && int.TryParse(number.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var answer)
                ? answer
                : null;

        /// <summary>Of WebAuthn: the <c>challenge</c> that an authenticator signs, base64url; null of every other.</summary>
        public string? AuthenticatorChallenge => Challenge is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

        JsonElement Challenge => ForAny.ValueKind is JsonValueKind.Object
            ? AuthnFactor.Member(ForAny, "challenge")
            : Factors is [var factor] ? factor.Asked("challenge", "challenge") : default;

        internal JsonElement ForAny { get; init; }
    }

    /// <summary>A factor must be enrolled first.</summary>
    public sealed record MfaEnroll() : AuthnTransaction(
        AuthnStatuses.MfaEnroll,
        "a factor to be enrolled",
        AuthnReasons.Enrollment)
    {
        /// <summary>Goes on without; null while something required is missing.</summary>
        public AuthnStep? Skip => Linked("skip");
    }

    /// <summary>An enrolled factor must be activated.</summary>
    public sealed record MfaEnrollActivate() : AuthnTransaction(
        AuthnStatuses.MfaEnrollActivate,
        "a new factor to be activated",
        "Finish the enrollment in a browser, or exempt the test users' group in the factor enrollment policy.")
    {
        /// <summary>Takes the code that proves the factor.</summary>
        public AuthnStep? Activate => Linked("next", "activate");

        /// <summary>Asks whether the phone was enrolled.</summary>
        public AuthnStep? Poll => Linked("next", "poll");

        /// <summary>Sends the code again, after a pause.</summary>
        public AuthnStep? Resend => Linked("resend");

        /// <summary>Back to the choice of factors.</summary>
        public AuthnStep? Previous => Linked("prev");

        /// <summary>Of a push: sends the link that sets up the phone by e-mail.</summary>
        public AuthnStep? SendByEmail => Factor?.StepOfActivation("send", "email");

        /// <summary>Of a push: sends the link that sets up the phone to <see cref="FactorProfile.PhoneNumber"/>.</summary>
        public AuthnStep? SendBySms => Factor?.StepOfActivation("send", "sms");

        /// <summary>Secret: where a QR code of the factor is shown, an image; null where there is none.</summary>
        public string? QrCodeUrl => Factor?.LinksOfActivation("qrcode") is [var link, ..] ? link.Href : null;

        /// <summary>Secret: the Base32 seed of a TOTP factor; null of every other.</summary>
        public string? SharedSecret => Text("sharedSecret");

        /// <summary>Of WebAuthn: the <c>challenge</c> that an authenticator attests, base64url; null of every other.</summary>
        public string? AuthenticatorChallenge => Text("challenge");

        AuthnFactor? Factor => Factors is [var only] ? only : null;

        string? Text(string name) => Factor?.Asked("activation", name) is { ValueKind: JsonValueKind.String } own ? own.GetString() : null;
    }

    /// <summary>A recovery has begun and waits for the answer to the recovery question.</summary>
    public sealed record Recovery() : AuthnTransaction(AuthnStatuses.Recovery, "the recovery to be finished", AuthnReasons.Recovery)
    {
        /// <summary>Takes the answer to <see cref="AuthnUser.RecoveryQuestion"/>; null where a recovery token comes first.</summary>
        public AuthnStep? Answer => Linked("next", "answer");

        /// <summary>Spends the <see cref="AuthnTransaction.RecoveryToken"/> of a trusted caller; null in every other recovery.</summary>
        public AuthnStep? Redeem =>
            RecoveryToken is { } token && LinkFor("next", "recovery") is { } link ? new(Client!, link, token) : null;
    }

    /// <summary>A recovery code has been sent.</summary>
    public sealed record RecoveryChallenge() : AuthnTransaction(
        AuthnStatuses.RecoveryChallenge, "the code that was sent for recovery", AuthnReasons.Recovery)
    {
        /// <summary>Takes the code that was sent; null where a mail was.</summary>
        public AuthnStep? Verify => Linked("next", "verify");

        /// <summary>Sends the code again, after a pause.</summary>
        public AuthnStep? Resend => Linked("resend");
    }

    /// <summary>A transaction of a sign-in page, not yet begun.</summary>
    public sealed record Unauthenticated() : AuthnTransaction(
        AuthnStatuses.Unauthenticated,
        "a user name and a password, or a factor in place of the password",
        AuthnReasons.FactorFirst)
    {
        /// <summary>Takes user name and password; null where factors come first.</summary>
        public AuthnStep? Authenticate => Linked("next", "authenticate");
    }

    /// <summary>A status that only Okta's own sign-in page can answer, such as <c>CONSENT_REQUIRED</c>.</summary>
    public sealed record SignInPageOnly(string HostedStatus) : AuthnTransaction(
        HostedStatus,
        "a step that only its own sign-in page offers",
        AuthnReasons.PageOnly);

    /// <summary>A status that Okta has added since, or one without what belongs to it.</summary>
    public sealed record Unknown(string UnknownStatus) : AuthnTransaction(
        UnknownStatus,
        "something that this version does not know",
        AuthnReasons.UnknownStatus);
}
