using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.SignIn;

/// <summary>Whether a password has outlived its policy.</summary>
static class PasswordAge
{
    public static bool IsExpired(Credentials credentials, PasswordPolicy policy, DateTimeOffset now) =>
        credentials.State is UserState.PasswordExpired || (ExpiresAt(credentials, policy) is { } expiresAt && now >= expiresAt);

    public static bool IsExpiring(Credentials credentials, PasswordPolicy policy, DateTimeOffset now) =>
        ExpiresAt(credentials, policy) is { } expiresAt && now >= expiresAt - policy.ExpiryWarning;

    /// <summary>Whole days until it expires; null where it never does.</summary>
    public static int? DaysLeft(Credentials credentials, PasswordPolicy policy, DateTimeOffset now) =>
        ExpiresAt(credentials, policy) is { } expiresAt ? Math.Max(0, (int)Math.Ceiling((expiresAt - now).TotalDays)) : null;

    static DateTimeOffset? ExpiresAt(Credentials credentials, PasswordPolicy policy) =>
        policy.MaxAge is { } age && credentials.PasswordChangedAt > 0
            ? DateTimeOffset.FromUnixTimeSeconds(credentials.PasswordChangedAt) + age
            : null;
}
