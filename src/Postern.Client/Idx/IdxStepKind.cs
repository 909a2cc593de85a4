namespace Postern.Client;

/// <summary>
/// What Identity Engine may want next: a closed set, of which <see cref="Unknown"/> is whatever Okta has added since. Beside each stands
/// Okta's name for it.
/// </summary>
public enum IdxStepKind
{
    /// <summary>One that this version does not know.</summary>
    Unknown,

    /// <summary><c>identify</c>: the user name, and the password where the form has it.</summary>
    Identify,

    /// <summary><c>select-identify</c>: back to the user name.</summary>
    SelectIdentify,

    /// <summary><c>select-authenticator-authenticate</c>: which authenticator is to be asked.</summary>
    SelectAuthenticator,

    /// <summary><c>authenticator-verification-data</c>: by which method the chosen one is asked.</summary>
    ChooseMethod,

    /// <summary><c>challenge-authenticator</c>: the password, the code or the answer.</summary>
    Challenge,

    /// <summary><c>challenge-poll</c>: whether the push has been approved.</summary>
    ChallengePoll,

    /// <summary><c>resend</c>: another push.</summary>
    Resend,

    /// <summary><c>select-authenticator-enroll</c>: which authenticator is to be set up.</summary>
    SelectEnrollment,

    /// <summary><c>authenticator-enrollment-data</c>, <c>enrollment-channel-data</c>: what it is set up with.</summary>
    EnrollmentData,

    /// <summary><c>select-enrollment-channel</c>: by which way the phone is linked.</summary>
    SelectChannel,

    /// <summary><c>enroll-authenticator</c>: what proves it.</summary>
    Enroll,

    /// <summary><c>enroll-poll</c>: whether the phone has been linked.</summary>
    EnrollPoll,

    /// <summary><c>reenroll-authenticator</c>: the password has expired.</summary>
    Reenroll,

    /// <summary><c>reenroll-authenticator-warning</c>: the password expires soon.</summary>
    ReenrollWarning,

    /// <summary><c>reset-authenticator</c>: the password that a recovery ends with.</summary>
    Reset,

    /// <summary><c>identify-recovery</c>: whose password is recovered.</summary>
    IdentifyRecovery,

    /// <summary><c>unlock-account</c>: begins to unlock an account.</summary>
    UnlockAccount,

    /// <summary><c>select-authenticator-unlock-account</c>: by which authenticator, and whose.</summary>
    SelectUnlocking,

    /// <summary><c>select-enroll-profile</c>: to register somebody new.</summary>
    SelectRegistration,

    /// <summary><c>enroll-profile</c>: who registers.</summary>
    Register,

    /// <summary><c>profile-update</c>: attributes that the profile lacks.</summary>
    UpdateProfile,

    /// <summary><c>skip</c>: without what is offered.</summary>
    Skip,

    /// <summary><c>keep-me-signed-in</c>: whether this browser is remembered.</summary>
    KeepSignedIn,

    /// <summary><c>device-assurance-grace-period</c>: goes on although the device lacks something.</summary>
    DeviceGracePeriod,

    /// <summary><c>consent</c>, <c>granular-consent</c>, <c>admin-consent</c>, <c>email-challenge-consent</c>: a yes or a no.</summary>
    Consent,

    /// <summary><c>device-challenge-poll</c>: whether Okta FastPass answers on this machine.</summary>
    DeviceChallengePoll,

    /// <summary><c>launch-authenticator</c>, <c>launch-webauthn-authenticator</c> and the like: a program on this machine.</summary>
    Launch,

    /// <summary><c>redirect-idp</c>: another identity provider.</summary>
    RedirectToProvider,

    /// <summary><c>user-code</c>: the code that a device shows.</summary>
    UserCode,

    /// <summary><c>request-activation-email</c>: another mail that activates the account.</summary>
    RequestActivation,

    /// <summary><c>poll</c>: the org is busy, and wants to be asked again.</summary>
    Poll,

    /// <summary>An authenticator's own <c>recover</c>: the password has been forgotten.</summary>
    Recover,

    /// <summary>An authenticator's own <c>send</c>: the code, or the link that links a phone.</summary>
    Send,

    /// <summary><c>cancel</c>: gives up.</summary>
    Cancel,
}
