using System.Text.Json;

namespace Postern.Client;

/// <summary>Where a direct authentication stands: a closed set. What was refused is thrown.</summary>
public abstract record DirectAuthentication
{
    DirectAuthentication()
    {
    }

    /// <summary>Done.</summary>
    /// <param name="Tokens">Validated.</param>
    public sealed record Granted(TokenSet Tokens) : DirectAuthentication
    {
        /// <summary>The tokens as fingerprints.</summary>
        public override string ToString() => $"Granted {{ {Tokens} }}";
    }

    /// <summary>
    /// One more factor is wanted. Okta does not say which the user has: what it has not is refused, and costs no attempt.
    /// </summary>
    public sealed record MfaRequired : DirectAuthentication
    {
        /// <summary>Secret: goes on with this sign-in, for some minutes.</summary>
        public required string MfaToken { get; init; }

        /// <summary>The grants that would go on, such as <c>http://auth0.com/oauth/grant-type/mfa-otp</c>; empty says nothing.</summary>
        public IReadOnlyList<string> ChallengeTypes { get; init; } = [];

        internal DirectCall? Call { get; init; }

        internal OAuthException? Said { get; init; }

        /// <summary>Answers with the code of an authenticator app or a hardware token.</summary>
        /// <exception cref="OAuthException">The code is wrong: each counts towards a lockout.</exception>
        public Task<DirectAuthentication> AnswerCodeAsync(string code, CancellationToken ct = default) =>
            Call!.AnswerCodeAsync(MfaToken, code, ct);

        /// <summary>Sends a push or a message, or calls.</summary>
        /// <exception cref="OAuthException"><c>access_denied</c>: the user has no such factor, or the policy does not take it.</exception>
        public Task<Challenged> ChallengeAsync(OobChannel channel, CancellationToken ct = default) =>
            Call!.ChallengeAsync(MfaToken, channel, ct);

        /// <summary>Asks what a security key or passkey is to sign. UNCONFIRMED: Okta's SDKs have it, its documents do not.</summary>
        /// <inheritdoc cref="ChallengeAsync" path="/exception"/>
        public Task<KeyChallenged> ChallengeKeyAsync(CancellationToken ct = default) => Call!.ChallengeKeyAsync(MfaToken, ct);

        /// <summary>No token.</summary>
        public override string ToString() => $"MfaRequired {{ MfaToken = {Fingerprint.Of(MfaToken)} }}";
    }

    /// <summary>The user's phone has been asked: it is approved there, or a code is answered with.</summary>
    public sealed record Challenged : DirectAuthentication
    {
        /// <summary>Secret: what the token endpoint is asked with.</summary>
        public required string OobCode { get; init; }

        /// <summary>The way it went.</summary>
        public required OobChannel Channel { get; init; }

        /// <summary>Whether <see cref="AnswerAsync"/> wants the code that was sent; else <see cref="WaitAsync"/> is all.</summary>
        public bool WantsCode { get; init; }

        /// <summary>The number that the phone must be given; null where it asks for none.</summary>
        public string? Number { get; init; }

        /// <summary>By our clock; after it nobody can answer any more.</summary>
        public required DateTimeOffset ExpiresAt { get; init; }

        /// <summary>How long to wait before each question. 5 s where the server names none.</summary>
        public required TimeSpan Interval { get; init; }

        internal DirectCall? Call { get; init; }

        internal string? MfaToken { get; init; }

        /// <summary>Answers with the code that was sent or told.</summary>
        /// <exception cref="OAuthException">The code is wrong: each counts towards a lockout.</exception>
        public Task<DirectAuthentication> AnswerAsync(string code, CancellationToken ct = default) => Call!.AnswerAsync(this, code, ct);

        /// <summary>
        /// Asks once how it stands: this very challenge where nobody has answered yet. Wait the interval before each time.
        /// </summary>
        /// <exception cref="OAuthException">Whoever holds the phone said no, or nobody answered in time.</exception>
        public Task<DirectAuthentication> PollAsync(CancellationToken ct = default) => Call!.PollAsync(this, ct);

        /// <summary>Asks at the interval until somebody has answered, more slowly where the server says so or the network fails.</summary>
        /// <inheritdoc cref="PollAsync" path="/exception"/>
        public Task<DirectAuthentication> WaitAsync(CancellationToken ct = default) => Call!.WaitAsync(this, ExpiresAt, () => { }, ct);

        /// <summary>No code.</summary>
        public override string ToString() =>
            $"Challenged {{ Channel = {Channel}, OobCode = {Fingerprint.Of(OobCode)}, ExpiresAt = {ExpiresAt:O} }}";
    }

    /// <summary>A security key or passkey is to sign what Okta says; where it is, only the caller knows.</summary>
    public sealed record KeyChallenged : DirectAuthentication
    {
        /// <summary>What <c>navigator.credentials.get</c> takes, as Okta wrote it.</summary>
        public required JsonElement PublicKey { get; init; }

        internal DirectCall? Call { get; init; }

        internal string? MfaToken { get; init; }

        /// <summary>Answers with what the key has signed.</summary>
        /// <exception cref="OAuthException">It was refused.</exception>
        public Task<DirectAuthentication> AnswerAsync(KeyAssertion assertion, CancellationToken ct = default) =>
            Call!.AnswerKeyAsync(MfaToken, assertion, ct);

        /// <summary>No challenge.</summary>
        public override string ToString() => "KeyChallenged";
    }
}

/// <summary>The ways to a user's phone: <c>channel_hint</c>.</summary>
public enum OobChannel
{
    /// <summary>A push of Okta Verify, which may want a number picked.</summary>
    Push,

    /// <summary>A code by message.</summary>
    Sms,

    /// <summary>A code by call.</summary>
    Voice,
}

/// <summary>What a security key or passkey has signed, base64url as WebAuthn names it.</summary>
public sealed record KeyAssertion
{
    /// <summary><c>response.clientDataJSON</c>.</summary>
    public required string ClientDataJson { get; init; }

    /// <summary><c>response.authenticatorData</c>.</summary>
    public required string AuthenticatorData { get; init; }

    /// <summary><c>response.signature</c>.</summary>
    public required string Signature { get; init; }

    /// <summary><c>response.userHandle</c>; null where there is none.</summary>
    public string? UserHandle { get; init; }

    /// <summary>No value of it.</summary>
    public override string ToString() => "assertion of a key";
}
