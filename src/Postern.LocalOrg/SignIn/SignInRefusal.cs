using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// Why somebody is not let on: a closed set, thrown where the reason is found, in nobody's words. Each surface that signs people in has its
/// own for every one of
/// them; a test asks each surface for them all, so that none is forgotten.
/// </summary>
abstract class SignInRefusal : Refusal
{
    SignInRefusal()
        : base("")
    {
    }

    public override string Message => $"Refused: {GetType().Name}";

    // The transaction.

    /// <summary>It is unknown, has ended, or its time was over.</summary>
    public sealed class TransactionGone : SignInRefusal;

    /// <summary>It stands where this cannot be done.</summary>
    public sealed class WrongState : SignInRefusal;

    /// <summary>The policies, or the factor, do not provide for it.</summary>
    public sealed class NotPermitted : SignInRefusal;

    /// <summary>Wrong answers to this question, or guesses at this user.</summary>
    public sealed class TooManyAttempts : SignInRefusal;

    /// <summary>What is needed was not given.</summary>
    public sealed class Blank(SignInField which) : SignInRefusal
    {
        public SignInField Field => which;
    }

    // Passwords.

    /// <summary>There is no such user, the password is wrong, or the account may not be used: nobody is told which.</summary>
    public sealed class WrongCredentials : SignInRefusal;

    /// <summary>A password alone was wanted, and no factor may come first.</summary>
    public sealed class PasswordNeeded : SignInRefusal;

    /// <summary>The policies keep this user out, here and now.</summary>
    public sealed class AccessDenied : SignInRefusal;

    /// <summary>The app is not this user's.</summary>
    public sealed class NotAssigned : SignInRefusal;

    /// <summary>The app wants more than the user has, or may set up.</summary>
    public sealed class Unsatisfiable : SignInRefusal;

    public sealed class OldPasswordWrong : SignInRefusal;

    public sealed class NewPasswordRefused(PasswordPolicy policy) : SignInRefusal
    {
        public PasswordPolicy Policy => policy;
    }

    // Factors.

    /// <summary>The user has no factor of this id or type, or it is not the one that is asked.</summary>
    public sealed class NoSuchFactor(string id) : SignInRefusal
    {
        public string Id => id;

        /// <summary>Whether the user has it, and it is nothing that the app's policy asks for.</summary>
        public bool WouldNotHelp { get; init; }
    }

    public sealed class WrongAnswer(AnswerKind kind) : SignInRefusal
    {
        public AnswerKind Kind => kind;
    }

    /// <summary>The factor is right, and has been answered wrongly too often by whomever.</summary>
    public sealed class AccountLocked : SignInRefusal;

    /// <summary>A right code, of a time too long ago or too far ahead.</summary>
    public sealed class PasscodeOutsideWindow : SignInRefusal;

    public sealed class PasscodeReplayed : SignInRefusal;

    /// <summary>A message is on its way already, by SMS, call or e-mail.</summary>
    public sealed class SentRecently(string channel) : SignInRefusal
    {
        public string Channel => channel;
    }

    /// <summary>Somebody else's service sends messages and calls, and did not take this one.</summary>
    public sealed class NotSent : SignInRefusal;

    public sealed class NotBase64(SignInField which) : SignInRefusal
    {
        public SignInField Field => which;
    }

    public sealed class SecurityKeysUnsupported : SignInRefusal;

    // Enrolment.

    public sealed class UnknownFactorKind : SignInRefusal;

    public sealed class InvalidProfile : SignInRefusal;

    public sealed class InvalidPhone : SignInRefusal;

    /// <summary>Another phone has proved itself for this kind of factor.</summary>
    public sealed class PhoneExists : SignInRefusal;

    // Registration.

    /// <summary>Something that a new user must say was not said, or is none.</summary>
    public sealed class ProfileIncomplete(string which) : SignInRefusal
    {
        public string Attribute => which;
    }

    /// <summary>It is not as the schema of the user's type wants it, or another's; said in Okta's words.</summary>
    public sealed class ProfileInvalid(string which, string what) : SignInRefusal
    {
        public string Attribute => which;
        public string What => what;
    }

    /// <summary>There is a user of this login.</summary>
    public sealed class LoginTaken : SignInRefusal;

    // Devices.

    /// <summary>No device shows this code, or it has been decided, or its time is up.</summary>
    public sealed class UserCodeUnknown : SignInRefusal;

    // Recovery.

    public sealed class WrongRecoveryAnswer : SignInRefusal;

    public sealed class RecoveryTokenUnknown : SignInRefusal;

    public sealed class RecoveryTokenUsed : SignInRefusal;

    /// <summary>Told to trusted callers alone, as the three after it are.</summary>
    public sealed class RecoveryOfUnknownUser : SignInRefusal;

    public sealed class PasswordResetNotAllowed : SignInRefusal;

    public sealed class UnlockNotAllowed : SignInRefusal;

    public sealed class NoVerifiedPhone : SignInRefusal;
}

/// <summary>What was answered wrongly.</summary>
enum AnswerKind
{
    Passcode,
    Question,
    SecurityKey,
    RecoveryCode,
}

/// <summary>What somebody may be asked to give.</summary>
enum SignInField
{
    Username,
    OldPassword,
    NewPassword,
    Passcode,
    Answer,
    Attestation,
    ClientData,
    AuthenticatorData,
    SignatureData,
    Consent,
}
