namespace Postern.LocalOrg;

/// <summary>What primary authentication with the right password comes to: authn.md 3.3.</summary>
public enum UserState
{
    /// <summary><c>SUCCESS</c>.</summary>
    Active,

    /// <summary>401 <c>E0000004</c>, or <c>LOCKED_OUT</c> where <see cref="OrgSeed.ShowLockoutFailures"/> is set.</summary>
    LockedOut,

    /// <summary><c>PASSWORD_EXPIRED</c>.</summary>
    PasswordExpired,

    /// <summary><c>MFA_REQUIRED</c>, or <c>MFA_ENROLL</c> where the user has no factor.</summary>
    MfaRequired,

    /// <summary>401 <c>E0000004</c>: Okta's <c>STAGED</c>; an activation token is the way in.</summary>
    Staged,

    /// <summary>401 <c>E0000004</c>: Okta's <c>PROVISIONED</c>; an activation token is the way in.</summary>
    Provisioned,

    /// <summary>401 <c>E0000004</c>.</summary>
    Suspended,

    /// <summary>401 <c>E0000004</c>, until the password has been reset.</summary>
    Recovery,

    /// <summary>401 <c>E0000004</c>.</summary>
    Deprovisioned,
}
