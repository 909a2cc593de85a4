using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Users;

/// <summary>What operations on users are refused with: management.md 2.2, 5.2, 5.5, 5.6.</summary>
static class UserErrors
{
    public static OktaError StatusForbids() =>
        Forbidden(OktaErrorCodes.StatusForbids, "This operation is not allowed in the user's current status.");

    public static OktaError AlreadyActive() =>
        Forbidden(OktaErrorCodes.ActivationFailed, "Activation failed because the user is already active");

    public static OktaError NotLockedOut() =>
        Forbidden(OktaErrorCodes.UnlockNotAllowed, "Unlock is not allowed for this user.", "The user is not locked out.");

    public static OktaError NotChanged(string cause) =>
        Forbidden(OktaErrorCodes.CredentialsUpdateFailed, "Update of credentials failed", cause);

    public static OktaError ResetFailed() => Forbidden(OktaErrorCodes.PasswordResetFailed, "Password reset failed");

    public static OktaError ForgotNotAllowed() =>
        Forbidden(OktaErrorCodes.ForgotPasswordNotAllowed, "Forgot password not allowed on specified user.");

    public static OktaError ChangeNotAllowed() =>
        Forbidden(OktaErrorCodes.ChangePasswordNotAllowed, "Change password not allowed on specified user.");

    public static OktaError QuestionNotAllowed() =>
        Forbidden(OktaErrorCodes.ChangeQuestionNotAllowed, "Change recovery question not allowed on specified user.");

    public static OktaError WrongAnswer() =>
        Forbidden(OktaErrorCodes.WrongRecoveryAnswer, "The recovery question answer did not match our records.");

    public static OktaError TooManyGroups() =>
        new(StatusCodes.Status400BadRequest, OktaErrorCodes.TooManyTargets, "Target count limit exceeded");

    public static OktaError PasswordRefused(PasswordPolicy policy) =>
        OktaError.Invalid("password", $"password: {PasswordRules.Sentence(policy)}");

    /// <summary>The cause repeats the sentence.</summary>
    public static OktaError ExpiringNeedsPassword() => Expiring(OktaErrorCodes.ExpiringNeedsPassword, "a password must be specified");

    public static OktaError ExpiringNeedsActivation() => Expiring(OktaErrorCodes.ExpiringNeedsActivation, "\"activate\" must be true");

    public static OktaError WrongEntityTag() =>
        new(StatusCodes.Status412PreconditionFailed, OktaErrorCodes.WrongEntityTag, "ETag value doesn't match.");

    public static OktaError GarbledEntityTag() =>
        new(StatusCodes.Status400BadRequest, OktaErrorCodes.GarbledEntityTag, "ETag syntax is invalid.");

    static OktaError Expiring(string code, string what)
    {
        var sentence = $"Could not create user. To create a user and expire their password immediately, {what}";
        return new(StatusCodes.Status400BadRequest, code, sentence, sentence);
    }

    static OktaError Forbidden(string code, string summary, params string[] causes) =>
        new(StatusCodes.Status403Forbidden, code, summary, causes);
}
