using Postern.LocalOrg.SignIn;
using Postern.Protocol;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Says each refusal of a sign-in, or of a factor, as Okta's own APIs do: authn.md 14.</summary>
static class RefusalErrors
{
    public static OktaError Of(SignInRefusal refusal, bool hidesDeniedAccess) => refusal switch
    {
        SignInRefusal.TransactionGone or SignInRefusal.RecoveryTokenUnknown => OktaError.InvalidToken(),
        SignInRefusal.WrongState => OktaError.WrongState(),
        SignInRefusal.NotPermitted => OktaError.NotPermitted(),
        SignInRefusal.TooManyAttempts => OktaError.RateLimited(),
        SignInRefusal.Blank blank => OktaError.Blank(Member(blank.Field)),
        SignInRefusal.NotBase64 garbled => OktaError.Invalid(Member(garbled.Field), $"{Member(garbled.Field)}: The field is not in Base64"),
        _ => OfPassword(refusal, hidesDeniedAccess) ?? OfFactor(refusal) ?? OfEnrolment(refusal) ?? OfRecovery(refusal)
            ?? throw new InvalidOperationException($"A refusal that has no words yet: {refusal.Message}"),
    };

    static OktaError? OfPassword(SignInRefusal refusal, bool hidesDeniedAccess) => refusal switch
    {
        SignInRefusal.WrongCredentials => OktaError.AuthenticationFailed(),
        // UNCONFIRMED (authn.md 3.2): E0000085, which sign-in pages know, rather than E0000004.
        SignInRefusal.AccessDenied => hidesDeniedAccess
            ? OktaError.AuthenticationFailed()
            : new(403, OktaErrorCodes.PolicyDeniesAccess, "You do not have permission to access your account at this time."),
        // UNCONFIRMED: no app is asked of the Authentication API
        SignInRefusal.NotAssigned or SignInRefusal.Unsatisfiable => OktaError.NotPermitted(),
        // UNCONFIRMED (authn.md 3.1): the wording.
        SignInRefusal.PasswordNeeded =>
            OktaError.Invalid("authRequest", "The 'username' and 'password' attributes are required in this context."),
        SignInRefusal.OldPasswordWrong => NotChanged("oldPassword: The credentials provided were incorrect."),
        SignInRefusal.NewPasswordRefused refused => NotChanged(PasswordRules.Sentence(refused.Policy)),
        _ => null,
    };

    static OktaError? OfFactor(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.NoSuchFactor missing => OktaError.NotFound(missing.Id, "Factor"), // UNCONFIRMED (authn.md 14): the type's name
        SignInRefusal.WrongAnswer { Kind: AnswerKind.Passcode } =>
            WrongAnswer("Your passcode doesn't match our records. Please try again."),
        SignInRefusal.WrongAnswer { Kind: AnswerKind.Question } => WrongAnswer("Your answer doesn't match our records. Please try again."),
        SignInRefusal.WrongAnswer { Kind: AnswerKind.RecoveryCode } =>
            WrongAnswer("Your token doesn't match our records. Please try again."),
        SignInRefusal.WrongAnswer => WrongAnswer(),
        SignInRefusal.AccountLocked => new(403, OktaErrorCodes.UserLocked, "User Locked"),
        SignInRefusal.PasscodeOutsideWindow =>
            new(403, OktaErrorCodes.PasscodeOutsideWindow, "PassCode is valid but exceeded time window."),
        SignInRefusal.PasscodeReplayed =>
            new(403, OktaErrorCodes.PasscodeReplayed, "Each code can only be used once. Please wait for a new code and try again."),
        SignInRefusal.SentRecently { Channel: FactorTypes.Email } =>
            new(429, OktaErrorCodes.EmailSentRecently, "An email was recently sent. Please wait 5 seconds before trying again."),
        SignInRefusal.SentRecently { Channel: FactorTypes.Call } =>
            new(429, OktaErrorCodes.CalledRecently, "A phone call was recently made. Please wait 30 seconds before trying again."),
        SignInRefusal.SentRecently =>
            new(429, OktaErrorCodes.SmsSentRecently, "An SMS message was recently sent. Please wait 30 seconds before trying again."),
        // UNCONFIRMED: what is said where the telephony hook fails
        SignInRefusal.NotSent => OktaError.Invalid("factor", "factor: The message could not be sent."),
        SignInRefusal.SecurityKeysUnsupported => OktaError.Unsupported(
            "security keys (webauthn)",
            "This org cannot verify security keys: add the package Postern.LocalOrg.WebAuthn and set LocalOrgOptions.SecurityKeys."),
        _ => null,
    };

    static OktaError? OfEnrolment(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.UnknownFactorKind => NotEnrolled("Invalid factor type or provider."),
        SignInRefusal.InvalidProfile => NotEnrolled("Invalid Profile."),
        SignInRefusal.PhoneExists => NotEnrolled("There is an existing verified phone number."),
        SignInRefusal.ProfileIncomplete missing => OktaError.Blank(missing.Attribute),
        SignInRefusal.ProfileInvalid wrong => OktaError.Invalid(wrong.Attribute, $"{wrong.Attribute}: {wrong.What}"),
        SignInRefusal.LoginTaken =>
            OktaError.Invalid("login", "login: An object with this field already exists in the current organization"),
        SignInRefusal.UserCodeUnknown => OktaError.Invalid("userCode", "userCode: The user code is invalid or has expired."),
        SignInRefusal.InvalidPhone => new(400, OktaErrorCodes.InvalidPhone, "This phone number is invalid."),
        _ => null,
    };

    static OktaError? OfRecovery(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.WrongRecoveryAnswer =>
            new(403, OktaErrorCodes.WrongRecoveryAnswer, "The recovery question answer did not match our records."),
        SignInRefusal.RecoveryTokenUsed =>
            new(
                403,
                OktaErrorCodes.RecoveryLinkUsed,
                "You have accessed an account recovery link that has expired or been previously used."),
        SignInRefusal.RecoveryOfUnknownUser => new(403, OktaErrorCodes.RecoveryOfUnknownUser, "Recovery not allowed for unknown user."),
        SignInRefusal.PasswordResetNotAllowed =>
            new(403, OktaErrorCodes.ForgotPasswordNotAllowed, "Forgot password not allowed on specified user."),
        SignInRefusal.UnlockNotAllowed => new(403, OktaErrorCodes.UnlockNotAllowed, "Unlock is not allowed for this user."),
        SignInRefusal.NoVerifiedPhone => new(403, OktaErrorCodes.NoVerifiedPhone, "There is no verified phone number on file."),
        _ => null,
    };

    static OktaError WrongAnswer(params string[] causes) => new(403, OktaErrorCodes.InvalidPasscode, "Invalid Passcode/Answer", causes);

    static OktaError NotChanged(string cause) => new(403, OktaErrorCodes.CredentialsUpdateFailed, "Update of credentials failed", cause);

    static OktaError NotEnrolled(string cause) => OktaError.Invalid("factorEnrollRequest", cause);

    /// <summary>What the request's body calls it: authn.md 2.</summary>
    static string Member(SignInField field) => field switch
    {
        SignInField.Username => "username",
        SignInField.OldPassword => "oldPassword",
        SignInField.NewPassword => "newPassword",
        SignInField.Passcode => "passCode",
        SignInField.Answer => "answer",
        SignInField.Attestation => "attestation",
        SignInField.ClientData => "clientData",
        SignInField.AuthenticatorData => "authenticatorData",
        SignInField.SignatureData => "signatureData",
        SignInField.Consent => "consent",
        _ => throw new InvalidOperationException($"A field that has no name yet: {field}"),
    };
}
