using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// Says each refusal of a sign-in to the person before the page. Where Okta's API says it to programs, it is the same sentence.
/// </summary>
static class RefusalSentences
{
    public static string Of(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.TransactionGone => "Request expired, please start over and try again: open the app you came from once more.",
        SignInRefusal.WrongState => "This operation is not allowed in the current authentication state.",
        SignInRefusal.NotPermitted => "You do not have permission to perform the requested action",
        SignInRefusal.TooManyAttempts => "API call exceeded rate limit due to too many requests.",
        SignInRefusal.Blank => "The field cannot be left blank",
        SignInRefusal.NotBase64 => "The field is not in Base64",
        _ => OfPassword(refusal) ?? OfFactor(refusal) ?? OfEnrolment(refusal) ?? OfRecovery(refusal)
            ?? throw new InvalidOperationException($"A refusal that has no words yet: {refusal.Message}"),
    };

    static string? OfPassword(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.WrongCredentials or SignInRefusal.AccessDenied or SignInRefusal.PasswordNeeded => "Unable to sign in",
        SignInRefusal.Unsatisfiable => "The app wants more than you have set up, and nothing more can be set up.",
        SignInRefusal.NotAssigned => "User is not assigned to this application.",
        SignInRefusal.OldPasswordWrong => "The credentials provided were incorrect.",
        SignInRefusal.NewPasswordRefused refused => PasswordRules.Sentence(refused.Policy),
        _ => null,
    };

    static string? OfFactor(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.NoSuchFactor missing => $"Not found: Resource not found: {missing.Id} (Factor)",
        SignInRefusal.WrongAnswer { Kind: AnswerKind.Passcode } => "Your passcode doesn't match our records. Please try again.",
        SignInRefusal.WrongAnswer { Kind: AnswerKind.Question } => "Your answer doesn't match our records. Please try again.",
        SignInRefusal.WrongAnswer { Kind: AnswerKind.RecoveryCode } => "Your token doesn't match our records. Please try again.",
        SignInRefusal.WrongAnswer => "Invalid Passcode/Answer",
        SignInRefusal.AccountLocked => "User Locked",
        SignInRefusal.PasscodeOutsideWindow => "PassCode is valid but exceeded time window.",
        SignInRefusal.PasscodeReplayed => "Each code can only be used once. Please wait for a new code and try again.",
        SignInRefusal.SentRecently { Channel: FactorTypes.Email } =>
            "An email was recently sent. Please wait 5 seconds before trying again.",
        SignInRefusal.SentRecently { Channel: FactorTypes.Call } =>
            "A phone call was recently made. Please wait 30 seconds before trying again.",
        SignInRefusal.SentRecently => "An SMS message was recently sent. Please wait 30 seconds before trying again.",
        SignInRefusal.NotSent => "The message could not be sent. Try again later, or choose another factor.",
        SignInRefusal.SecurityKeysUnsupported =>
            "This org cannot verify security keys: add the package Postern.LocalOrg.WebAuthn and set LocalOrgOptions.SecurityKeys.",
        _ => null,
    };

    static string? OfEnrolment(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.UnknownFactorKind => "Invalid factor type or provider.",
        SignInRefusal.InvalidProfile => "Invalid Profile.",
        SignInRefusal.PhoneExists => "There is an existing verified phone number.",
        SignInRefusal.ProfileIncomplete { Attribute: UserProfile.Email } => "'Email' must be in the form of an email address",
        SignInRefusal.ProfileIncomplete missing => $"{missing.Attribute}: The field cannot be left blank",
        SignInRefusal.ProfileInvalid wrong => $"{wrong.Attribute}: {wrong.What}",
        SignInRefusal.LoginTaken => "An account with this user name exists already.",
        SignInRefusal.UserCodeUnknown => "The user code is invalid or has expired.",
        SignInRefusal.InvalidPhone => "This phone number is invalid.",
        _ => null,
    };

    static string? OfRecovery(SignInRefusal refusal) => refusal switch
    {
        SignInRefusal.WrongRecoveryAnswer => "The recovery question answer did not match our records.",
        SignInRefusal.RecoveryTokenUnknown or SignInRefusal.RecoveryTokenUsed =>
            "You have accessed an account recovery link that has expired or been previously used.",
        SignInRefusal.RecoveryOfUnknownUser => "Recovery not allowed for unknown user.",
        SignInRefusal.PasswordResetNotAllowed => "Forgot password not allowed on specified user.",
        SignInRefusal.UnlockNotAllowed => "Unlock is not allowed for this user.",
        SignInRefusal.NoVerifiedPhone => "There is no verified phone number on file.",
        _ => null,
    };
}
