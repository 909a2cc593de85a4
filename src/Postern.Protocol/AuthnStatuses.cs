namespace Postern.Protocol;

/// <summary>Values of <c>status</c> in a transaction of Okta's Authentication API.</summary>
public static class AuthnStatuses
{
    public const string LockedOut = "LOCKED_OUT";
    public const string MfaChallenge = "MFA_CHALLENGE";
    public const string MfaEnroll = "MFA_ENROLL";
    public const string MfaEnrollActivate = "MFA_ENROLL_ACTIVATE";
    public const string MfaRequired = "MFA_REQUIRED";
    public const string PasswordExpired = "PASSWORD_EXPIRED";
    public const string PasswordReset = "PASSWORD_RESET";
    public const string PasswordWarn = "PASSWORD_WARN";
    public const string Recovery = "RECOVERY";
    public const string RecoveryChallenge = "RECOVERY_CHALLENGE";
    public const string Success = "SUCCESS";
    public const string Unauthenticated = "UNAUTHENTICATED";
}
