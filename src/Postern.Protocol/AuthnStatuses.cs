namespace Postern.Protocol;

/// <summary>Values of <c>status</c> in a transaction of Okta's Authentication API.</summary>
public static class AuthnStatuses
{
    public const string AdminConsentRequired = "ADMIN_CONSENT_REQUIRED";
    public const string ConsentRequired = "CONSENT_REQUIRED";
    public const string DeviceActivate = "DEVICE_ACTIVATE";
    public const string FactorEnroll = "FACTOR_ENROLL";
    public const string FactorRequired = "FACTOR_REQUIRED";
    public const string LockedOut = "LOCKED_OUT";
    public const string MfaChallenge = "MFA_CHALLENGE";
    public const string MfaEnroll = "MFA_ENROLL";
    public const string MfaEnrollActivate = "MFA_ENROLL_ACTIVATE";
    public const string MfaRequired = "MFA_REQUIRED";
    public const string PasswordExpired = "PASSWORD_EXPIRED";
    public const string PasswordReset = "PASSWORD_RESET";
    public const string PasswordWarn = "PASSWORD_WARN";
    public const string Poll = "POLL";
    public const string ProfileRequired = "PROFILE_REQUIRED";
    public const string Recovery = "RECOVERY";
    public const string RecoveryChallenge = "RECOVERY_CHALLENGE";
    public const string Success = "SUCCESS";
    public const string Unauthenticated = "UNAUTHENTICATED";
}
