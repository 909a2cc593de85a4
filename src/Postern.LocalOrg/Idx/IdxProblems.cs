using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.Protocol;

namespace Postern.LocalOrg.Idx;

/// <summary>
/// Says each refusal of a sign-in as Identity Engine does: idx.md 9, 12. UNCONFIRMED: texts that the sheet has no words of.
/// </summary>
static class IdxProblems
{
    /// <param name="refusal">Why.</param>
    /// <param name="isFirst">Whether it was on the first page, where a wrong password is a bad request (idx.md 9.1).</param>
    /// <param name="factorType">Of what was to be answered; null: nothing was.</param>
    /// <param name="appName">Whose sign-in it is; null: nobody knows.</param>
    public static IdxProblem Of(SignInRefusal refusal, bool isFirst = false, string? factorType = null, string? appName = null) =>
        refusal switch
        {
            SignInRefusal.TransactionGone or SignInRefusal.RecoveryTokenUnknown or SignInRefusal.RecoveryTokenUsed =>
                IdxProblem.SessionExpired(),
            SignInRefusal.TooManyAttempts => IdxProblem.TooMany(),
            SignInRefusal.WrongState or SignInRefusal.NotBase64 or SignInRefusal.NoSuchFactor or SignInRefusal.PasswordNeeded
                or SignInRefusal.UnknownFactorKind or SignInRefusal.PhoneExists or SignInRefusal.NoVerifiedPhone => IdxProblem.BadRequest(),
            SignInRefusal.WrongCredentials or SignInRefusal.OldPasswordWrong or SignInRefusal.AccountLocked =>
                IdxProblem.AuthenticationFailed(isFirst ? 400 : 401),
            SignInRefusal.Blank blank =>
                new(400, "This field cannot be left blank", RequiredKey(blank.Field)) { Field = Name(blank.Field) },
            SignInRefusal.Unsatisfiable =>
                new(400, "Unable to login to the app at this time: it wants more than you can set up.", "oie.assurance.unsatisfiable")
                {
                    Parameters = appName is null ? [] : [appName],
                },
            _ => OfPolicy(refusal) ?? OfAnswer(refusal, factorType) ?? OfNew(refusal)
                ?? throw new InvalidOperationException($"A refusal that has no words yet: {refusal.Message}"),
        };

    static IdxProblem? OfPolicy(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.AccessDenied or SignInRefusal.NotPermitted =>
            new(403, "You do not have permission to perform the requested action.", "security.access_denied") { IsTheEnd = true },
        SignInRefusal.NotAssigned =>
            new(400, "User is not assigned to this application.", "idx.error.user.not.assigned.to.app"),
        SignInRefusal.PasswordResetNotAllowed or SignInRefusal.RecoveryOfUnknownUser =>
            new(400, "Reset password is not allowed at this time. Please contact support.", "oie.selfservice.reset.password.not.allowed"),
        SignInRefusal.UnlockNotAllowed =>
            new(400, "Unlock account is not allowed at this time. Please contact support.", "oie.selfservice.user.unlock.not.allowed"),
        _ => null,
    };

    static IdxProblem? OfAnswer(SignInRefusal refusal, string? factorType) => refusal switch
    {
        SignInRefusal.WrongAnswer { Kind: AnswerKind.Question } or SignInRefusal.WrongRecoveryAnswer => new(
            401, "Your answer doesn't match our records. Please try again.", "authfactor.challenge.question_factor.answer_invalid")
        {
            Field = "answer",
        },
        SignInRefusal.WrongAnswer { Kind: AnswerKind.SecurityKey } =>
            new(401, "Your security key could not be verified. Try again.", "authfactor.webauthn.error.assertion_validation_failure"),
        SignInRefusal.WrongAnswer or SignInRefusal.PasscodeOutsideWindow => new(
            401, "Invalid code. Try again.",
            factorType is FactorTypes.Totp ? "authfactor.challenge.soft_token.invalid_passcode" : "api.authn.error.PASSCODE_INVALID")
        {
            Field = "passcode",
        },
        SignInRefusal.PasscodeReplayed => new(
            401, "Each code can only be used once. Please wait for a new code and try again.",
            "authfactor.challenge.soft_token.used_passcode")
        {
            Field = "passcode",
        },
        SignInRefusal.SentRecently { Channel: FactorTypes.Sms } =>
            new(429, "You have reached the limit of sms requests, please try again later.", "errors.E0000150"),
        SignInRefusal.SentRecently { Channel: FactorTypes.Call } =>
            new(429, "You have reached the limit of call requests, please try again later.", "errors.E0000151"),
        SignInRefusal.NotSent => new(400, "The message could not be sent. Try again later.", "oie.authenticator.verify.error.fail"),
        SignInRefusal.SentRecently => new(429, "Too many requests", "oie.tooManyRequests"),
        _ => null,
    };

    static IdxProblem? OfNew(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.NewPasswordRefused refused =>
            new(400, PasswordRules.Sentence(refused.Policy), "password.passwordRequirementsNotMet") { Field = "passcode" },
        SignInRefusal.ProfileIncomplete { Attribute: UserProfile.Email } =>
            new(400, "'Email' must be in the form of an email address", "registration.error.invalidLoginEmail")
            {
                Field = UserProfile.Email, Parameters = ["Email"],
            },
        SignInRefusal.ProfileIncomplete missing =>
            new(400, "This field cannot be left blank", "registration.error.doesNotMatchPattern")
            {
                Field = missing.Attribute, Parameters = [missing.Attribute],
            },
        SignInRefusal.ProfileInvalid wrong => new(
            400, wrong.What,
            wrong.What is ProfileSchema.Taken ? "registration.error.notUniqueWithinOrg" : "registration.error.doesNotMatchPattern")
        {
            Field = wrong.Attribute,
        },
        SignInRefusal.LoginTaken => new(400, "A user with this Email already exists", "registration.error.notUniqueWithinOrg")
        {
            Field = UserProfile.Email, Parameters = ["Email"],
        },
        SignInRefusal.UserCodeUnknown =>
            new(400, "Invalid code. Try again.", "idx.invalid.device.code") { Field = "userCode" },
        SignInRefusal.InvalidPhone =>
            new(400, "Invalid Phone Number.", "api.factors.error.sms.invalid_phone") { Field = "phoneNumber" },
        SignInRefusal.InvalidProfile =>
            new(400, "The security question answer must be at least 4 characters in length", "securityQuestion.answer.tooShort.arg")
            {
                Field = "answer", Parameters = ["4"],
            },
        SignInRefusal.SecurityKeysUnsupported => new(
            501, "This org cannot verify security keys: add the package Postern.LocalOrg.WebAuthn and set LocalOrgOptions.SecurityKeys.",
            null),
        _ => null,
    };

    static string RequiredKey(SignInField field) => field is SignInField.Username ? "error.username.required" : "error.password.required";

    /// <summary>What the form calls it: idx.md 5, 7.0.</summary>
    static string Name(SignInField field) => field switch
    {
        SignInField.Username => "identifier",
        SignInField.Answer => "answer",
        SignInField.Attestation => "attestation",
        SignInField.ClientData => "clientData",
        SignInField.AuthenticatorData => "authenticatorData",
        SignInField.SignatureData => "signatureData",
        SignInField.Consent => "consent",
        _ => "passcode",
    };
}
