namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Who may recover what by themselves.</summary>
static class RecoveryRules
{
    public static bool Allow(SignInPolicies policies, Credentials? credentials, string recoveryType, string? address)
    {
        if (credentials is null || credentials.User.IdentityProvider is not null)
            return false;

        var rule = policies.PasswordRule(credentials.User, address);
        return recoveryType is RecoveryTypes.Unlock
            ? rule is { AllowsUnlock: true } && credentials.State is UserState.LockedOut
            : rule is { AllowsReset: true } && credentials.State is UserState.Active or UserState.PasswordExpired or UserState.Recovery;
    }
}
