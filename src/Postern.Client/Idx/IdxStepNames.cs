using System.Collections.Frozen;

namespace Postern.Client;

/// <summary>What Okta calls each step, and what it wants, in words (idx.md 5, 8).</summary>
static class IdxStepNames
{
    static readonly FrozenDictionary<string, IdxStepKind> Kinds = new Dictionary<string, IdxStepKind>
    {
        ["identify"] = IdxStepKind.Identify,
        ["select-identify"] = IdxStepKind.SelectIdentify,
        ["select-authenticator-authenticate"] = IdxStepKind.SelectAuthenticator,
        ["authenticator-verification-data"] = IdxStepKind.ChooseMethod,
        ["challenge-authenticator"] = IdxStepKind.Challenge,
        ["challenge-poll"] = IdxStepKind.ChallengePoll,
        ["resend"] = IdxStepKind.Resend,
        ["select-authenticator-enroll"] = IdxStepKind.SelectEnrollment,
        ["authenticator-enrollment-data"] = IdxStepKind.EnrollmentData,
        ["enrollment-channel-data"] = IdxStepKind.EnrollmentData,
        ["select-enrollment-channel"] = IdxStepKind.SelectChannel,
        ["enroll-authenticator"] = IdxStepKind.Enroll,
        ["enroll-poll"] = IdxStepKind.EnrollPoll,
        ["reenroll-authenticator"] = IdxStepKind.Reenroll,
        ["reenroll-authenticator-warning"] = IdxStepKind.ReenrollWarning,
        ["reset-authenticator"] = IdxStepKind.Reset,
        ["identify-recovery"] = IdxStepKind.IdentifyRecovery,
        ["unlock-account"] = IdxStepKind.UnlockAccount,
        ["select-authenticator-unlock-account"] = IdxStepKind.SelectUnlocking,
        ["select-enroll-profile"] = IdxStepKind.SelectRegistration,
        ["enroll-profile"] = IdxStepKind.Register,
        ["profile-update"] = IdxStepKind.UpdateProfile,
        ["skip"] = IdxStepKind.Skip,
        ["keep-me-signed-in"] = IdxStepKind.KeepSignedIn,
        ["device-assurance-grace-period"] = IdxStepKind.DeviceGracePeriod,
        ["consent"] = IdxStepKind.Consent,
        ["granular-consent"] = IdxStepKind.Consent,
        ["admin-consent"] = IdxStepKind.Consent,
        ["email-challenge-consent"] = IdxStepKind.Consent,
        ["device-challenge-poll"] = IdxStepKind.DeviceChallengePoll,
        ["device-apple-sso-extension"] = IdxStepKind.Launch,
        ["launch-authenticator"] = IdxStepKind.Launch,
        ["launch-webauthn-authenticator"] = IdxStepKind.Launch,
        ["challenge-webauthn-autofillui-authenticator"] = IdxStepKind.Launch,
        ["redirect-idp"] = IdxStepKind.RedirectToProvider,
        ["user-code"] = IdxStepKind.UserCode,
        ["request-activation-email"] = IdxStepKind.RequestActivation,
        ["poll"] = IdxStepKind.Poll,
        ["recover"] = IdxStepKind.Recover,
        ["send"] = IdxStepKind.Send,
        ["cancel"] = IdxStepKind.Cancel,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IdxStepKind KindOf(string name) => Kinds.GetValueOrDefault(name, IdxStepKind.Unknown);

    /// <summary>As the end of a sentence that begins with "it wants".</summary>
    public static string WantsOf(IdxStepKind kind) => kind switch
    {
        IdxStepKind.Identify or IdxStepKind.SelectIdentify => "a user name",
        IdxStepKind.SelectAuthenticator or IdxStepKind.ChooseMethod => "an authenticator to be chosen",
        IdxStepKind.Challenge => "an authenticator's answer",
        IdxStepKind.ChallengePoll or IdxStepKind.Resend => "a push to be approved",
        IdxStepKind.SelectEnrollment or IdxStepKind.EnrollmentData or IdxStepKind.SelectChannel or IdxStepKind.Enroll
            or IdxStepKind.EnrollPoll => "an authenticator to be set up",
        IdxStepKind.Reenroll or IdxStepKind.Reset => "a new password",
        IdxStepKind.ReenrollWarning => "the password to be changed soon",
        IdxStepKind.IdentifyRecovery or IdxStepKind.Recover => "a recovery to be gone on with",
        IdxStepKind.UnlockAccount or IdxStepKind.SelectUnlocking => "an account to be unlocked",
        IdxStepKind.SelectRegistration or IdxStepKind.Register or IdxStepKind.UpdateProfile => "attributes of a profile",
        IdxStepKind.Consent => "somebody's consent",
        IdxStepKind.DeviceChallengePoll or IdxStepKind.Launch => "Okta FastPass on this machine",
        IdxStepKind.RedirectToProvider => "the user to sign in at another identity provider",
        IdxStepKind.UserCode => "the code that a device shows",
        IdxStepKind.RequestActivation => "the account to be activated",
        IdxStepKind.Poll => "to be asked again later",
        IdxStepKind.Skip or IdxStepKind.KeepSignedIn or IdxStepKind.DeviceGracePeriod => "a choice",
        _ => "something that this version does not know",
    };
}
