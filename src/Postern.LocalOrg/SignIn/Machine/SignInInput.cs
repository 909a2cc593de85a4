using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>
/// What somebody does about a sign-in that has begun: a closed set, the same from whichever surface it comes. What was not given is null;
/// the steps say what they miss.
/// </summary>
abstract record SignInInput
{
    SignInInput()
    {
    }

    /// <summary>Nothing: shows how it stands; its lifetime begins again.</summary>
    public sealed record Look : SignInInput;

    /// <summary>Ends it: its state token is good for nothing more.</summary>
    public sealed record Cancel : SignInInput;

    /// <summary>Back to the choice of factors.</summary>
    public sealed record GoBack : SignInInput;

    /// <summary>Passes over what is not required: a warning, or optional factors.</summary>
    public sealed record Skip : SignInInput;

    /// <summary>Brings the session of a browser.</summary>
    public sealed record Resume(Authentication Session, SignInCaller Caller) : SignInInput
    {
        public override string ToString() => $"session of {Session.UserId}";
    }

    /// <summary>Says who it is, and proves nothing yet.</summary>
    public sealed record Identify(string Login, SignInCaller Caller) : SignInInput
    {
        /// <inheritdoc cref="Password.RemembersDevice"/>
        public bool RemembersDevice { get; init; }

        public override string ToString() => $"user name {Login}";
    }

    /// <summary>Chooses an authenticator to answer, to set up or to recover with; which needs no more is asked at once.</summary>
    public sealed record Choose(string Authenticator) : SignInInput
    {
        /// <summary>Null: the one that it has, or it is asked for.</summary>
        public string? Method { get; init; }

        /// <summary>Of an account that is to be unlocked; null: it was said before.</summary>
        public string? Login { get; init; }

        /// <summary>Who says so; null: it is known already.</summary>
        public SignInCaller? Caller { get; init; }

        /// <summary>Of a phone that is set up.</summary>
        public string? PhoneNumber { get; init; }

        /// <summary>How a phone is led to what sets it up: <c>qrcode</c>, <c>email</c> or <c>sms</c>; null: as usual.</summary>
        public string? Channel { get; init; }

        /// <summary>What a security key is to sign; null: something new.</summary>
        public string? Nonce { get; init; }
    }

    /// <summary>Makes oneself a user, with what the app's policy asks for; null: asks what that is.</summary>
    public sealed record Register(IReadOnlyDictionary<string, string?>? Profile, string? Secret) : SignInInput
    {
        /// <summary>Who says so; null: it is known already.</summary>
        public SignInCaller? Caller { get; init; }

        public override string ToString() => "a registration";
    }

    /// <summary>Lets an app, or a device, have what it asks for, or does not.</summary>
    /// <param name="Allows">Whether it may.</param>
    /// <param name="Kept">Of the scopes that may be kept back, those that are not; null: all.</param>
    public sealed record Agree(bool Allows, IReadOnlyList<string>? Kept) : SignInInput;

    /// <summary>Says whether the browser is to keep its session when it is closed.</summary>
    public sealed record StaySignedIn(bool Stays) : SignInInput;

    /// <summary>Gives what the profile lacks.</summary>
    public sealed record CompleteProfile(IReadOnlyDictionary<string, string?> Profile) : SignInInput
    {
        public override string ToString() => "a profile";
    }

    /// <summary>Types the code that a device shows.</summary>
    public sealed record EnterUserCode(string? Code, SignInCaller Caller) : SignInInput
    {
        public override string ToString() => "a user code";
    }

    /// <summary>Begins to recover a password or a locked account; which, <see cref="RecoveryTypes"/> say.</summary>
    public sealed record Recover(string RecoveryType) : SignInInput;

    /// <summary>Signs in to one that an app's request began.</summary>
    public sealed record Password(string Login, string Secret, SignInCaller Caller) : SignInInput
    {
        /// <summary>Whether this device need not be asked for a second factor for a while.</summary>
        public bool RemembersDevice { get; init; }

        public override string ToString() => $"password of {Login}";
    }

    /// <summary>
    /// Answers a factor, by its id or its type; with no answer it sends what is to be answered, or asks how a push stands.
    /// </summary>
    public sealed record Verify(string FactorId, FactorAnswer Answer) : SignInInput
    {
        /// <summary>The name that a browser brings, where none was known when this began.</summary>
        public string? Device { get; init; }

        /// <summary>Whether this device need not be asked for a while.</summary>
        public bool RemembersDevice { get; init; }

        /// <summary>Whether pushes are to be sent without being asked for; null: as before.</summary>
        public bool? AutoPush { get; init; }
    }

    /// <summary>Answers whichever factor shows this code.</summary>
    public sealed record VerifyCode(string Passcode) : SignInInput
    {
        public override string ToString() => "a code";
    }

    /// <summary>Sends the challenge again.</summary>
    public sealed record Resend(string FactorId) : SignInInput;

    /// <summary>Sets a factor up; it is kept once it has been activated.</summary>
    public sealed record Enroll(string? FactorType, string? Provider, FactorProfile Profile) : SignInInput
    {
        /// <summary>Whether a phone may take the place of another that has proved itself.</summary>
        public bool ReplacesPhone { get; init; }
    }

    /// <summary>Proves that a new factor works.</summary>
    public sealed record Activate(string FactorId, FactorAnswer Answer) : SignInInput;

    /// <summary>Asks whether a phone has been enrolled.</summary>
    public sealed record PollActivation(string FactorId) : SignInInput;

    /// <summary>Sends the code of a new factor again.</summary>
    public sealed record ResendActivation(string FactorId) : SignInInput;

    /// <summary>Sends the link that enrolls a phone, by <c>email</c> or <c>sms</c>, in the place of the QR code.</summary>
    public sealed record SendActivation(string FactorId, string Channel, string? PhoneNumber) : SignInInput;

    /// <summary>Asks for another activation link in the place of one that has expired.</summary>
    public sealed record RequestActivation : SignInInput;

    /// <summary>Gives up the old password for a new one.</summary>
    public sealed record ChangePassword(string? Old, string? New, bool RevokesSessions) : SignInInput
    {
        public override string ToString() => "a change of password";
    }

    /// <summary>Sets a password where the old one is forgotten or there was none.</summary>
    public sealed record ResetPassword(string? New, bool RevokesSessions) : SignInInput
    {
        public override string ToString() => "a new password";
    }

    /// <summary>Gives the code that was sent for a recovery, by <c>SMS</c> or <c>CALL</c>.</summary>
    public sealed record AnswerRecoveryCode(string Channel, string? Code) : SignInInput
    {
        public override string ToString() => "a recovery code";
    }

    public sealed record ResendRecoveryCode(string Channel) : SignInInput;

    public sealed record AnswerRecoveryQuestion(string? Answer) : SignInInput
    {
        public override string ToString() => "a recovery answer";
    }
}

/// <summary>
/// Who signs in, as far as a surface knows: from where, on which device, and for which users that sends pushes without being asked.
/// </summary>
sealed record SignInCaller
{
    public string? Address { get; init; }
    public string? Device { get; init; }
    public IReadOnlyList<string> AutoPushUsers { get; init; } = [];
}
