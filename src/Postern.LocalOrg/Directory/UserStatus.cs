namespace Postern.LocalOrg.Directory;

/// <summary>What Okta's Users API calls the states of users.</summary>
static class UserStatus
{
    public static string Of(UserState state) => state switch
    {
        UserState.LockedOut => "LOCKED_OUT",
        UserState.PasswordExpired => "PASSWORD_EXPIRED",
        UserState.MfaRequired => "ACTIVE",
        _ => state.ToString().ToUpperInvariant(),
    };
}
