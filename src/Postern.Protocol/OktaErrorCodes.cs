namespace Postern.Protocol;

/// <summary>Values of <c>errorCode</c> in the error bodies of Okta's own APIs.</summary>
public static class OktaErrorCodes
{
    public const string ApiValidationFailed = "E0000001";
    public const string InvalidRequest = "E0000002";
    public const string MalformedBody = "E0000003";
    public const string AuthenticationFailed = "E0000004";
    public const string InvalidSession = "E0000005";
    public const string NotPermitted = "E0000006";
    public const string ResourceNotFound = "E0000007";
    public const string PathNotFound = "E0000008";
    public const string InternalServerError = "E0000009";
    public const string ReadOnlyMode = "E0000010";
    public const string InvalidToken = "E0000011";
    public const string CredentialsUpdateFailed = "E0000014";
    public const string FeatureNotPermitted = "E0000015";
    public const string ActivationFailed = "E0000016";
    public const string PasswordResetFailed = "E0000017";
    public const string MissingMediaType = "E0000018";
    public const string UnacceptableMediaType = "E0000019";
    public const string UnsupportedMediaType = "E0000021";
    public const string MethodNotSupported = "E0000022";
    public const string InvalidSearch = "E0000031";
    public const string InvalidPaging = "E0000029";
    public const string MissingParameter = "E0000028";
    public const string UnlockNotAllowed = "E0000032";
    public const string SearchAndFilter = "E0000033";
    public const string ForgotPasswordNotAllowed = "E0000034";
    public const string ChangePasswordNotAllowed = "E0000035";
    public const string ChangeQuestionNotAllowed = "E0000036";
    public const string StatusForbids = "E0000038";
    public const string RateLimitExceeded = "E0000047";
    public const string CredentialsNotForScheme = "E0000041";
    public const string InvalidFilter = "E0000053";
    public const string AppDeletionForbidden = "E0000056";
    public const string InvalidPasscode = "E0000068";
    public const string UserLocked = "E0000069";
    public const string OperationNotAllowedInState = "E0000079";
    public const string PasswordTooWeak = "E0000080";
    public const string PasscodeReplayed = "E0000082";
    public const string PasscodeOutsideWindow = "E0000083";
    public const string PolicyDeniesAccess = "E0000085";
    public const string RoleAssigned = "E0000090";
    public const string WrongRecoveryAnswer = "E0000087";
    public const string TooManyTargets = "E0000093";
    public const string RecoveryOfUnknownUser = "E0000095";
    public const string NoVerifiedPhone = "E0000097";
    public const string InvalidPhone = "E0000098";
    public const string RecoveryLinkUsed = "E0000105";
    public const string SmsSentRecently = "E0000109";
    public const string EmailSentRecently = "E0000118";
    public const string NotAcceptable = "E0000122";
    public const string UserNotAssignable = "E0000117";
    public const string ExpiringNeedsPassword = "E0000124";
    public const string ExpiringNeedsActivation = "E0000125";
    public const string CalledRecently = "E0000133";
    public const string TypeNotDeletable = "E0000142";
    public const string DefaultBrand = "E0000200";
    public const string BrandInUse = "E0000201";
    public const string BrandExists = "E0000202";
    public const string RoleOfNoService = "E0000227";
    public const string AuthenticatorInUse = "E0000148";
    public const string WrongEntityTag = "E0000231";
    public const string GarbledEntityTag = "E0000242";
    public const string LoginNotAllowed = "E0000259";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ApiValidationFailed, MalformedBody, AuthenticationFailed, InvalidSession, NotPermitted, ResourceNotFound, PathNotFound,
        InternalServerError, ReadOnlyMode, InvalidToken, CredentialsUpdateFailed, FeatureNotPermitted, PasswordResetFailed,
        MissingMediaType, UnacceptableMediaType, UnsupportedMediaType, MethodNotSupported, UnlockNotAllowed, ForgotPasswordNotAllowed,
        RateLimitExceeded, InvalidPasscode, UserLocked, OperationNotAllowedInState, PasswordTooWeak, PasscodeReplayed,
        PasscodeOutsideWindow, PolicyDeniesAccess, WrongRecoveryAnswer, RecoveryOfUnknownUser, NoVerifiedPhone, InvalidPhone,
        RecoveryLinkUsed, SmsSentRecently, EmailSentRecently, CalledRecently, LoginNotAllowed,
        RoleAssigned, NotAcceptable, RoleOfNoService, InvalidPaging, AppDeletionForbidden, UserNotAssignable,
        InvalidRequest, MissingParameter, AuthenticatorInUse,
        ActivationFailed, InvalidSearch, SearchAndFilter, ChangePasswordNotAllowed, ChangeQuestionNotAllowed, StatusForbids,
        CredentialsNotForScheme, InvalidFilter, TooManyTargets, ExpiringNeedsPassword, ExpiringNeedsActivation, TypeNotDeletable,
        WrongEntityTag, GarbledEntityTag, DefaultBrand, BrandInUse, BrandExists,
    ];
}
