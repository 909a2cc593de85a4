using Postern.Protocol;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// The scopes that every custom authorization server has, as Okta makes them (api-access-management.md 7, 8); none other may be called like
/// one.
/// </summary>
static class ReservedScopes
{
    // UNCONFIRMED (api-access-management.md 8): the texts; the sheet has the names only.
    public static readonly IReadOnlyList<OAuth2Scope> All =
    [
        Of(Scopes.OpenId, "openid", "Signals that a request is an OpenID request."),
        Of(Scopes.Profile, "View your profile information", "Allows this application to access your profile information."),
        Of(Scopes.Email, "View your email address", "Allows this application to access your email address."),
        Of(Scopes.Address, "View your address", "Allows this application to access your address."),
        Of(Scopes.Phone, "View your phone number", "Allows this application to access your phone number."),
        Of(Scopes.OfflineAccess, "Keep you signed in to the app", "This keeps you signed in to the app, even when you are not using it."),
        Of(
            Scopes.DeviceSso,
            "Sign you in to other apps on this device",
            "Allows this application to use the single sign-on of its device."),
        Of(
            Scopes.InterclientAccess,
            "Sign you in to other apps",
            "Allows this application to sign you in to apps that trust it."),
    ];

    /// <summary>Whether an org on the engine has it: Classic signs nobody in from one app to another (direct-auth.md 0).</summary>
    public static bool IsOf(OrgEngine engine, OAuth2Scope scope) =>
        engine is OrgEngine.IdentityEngine || scope.Name is not Scopes.InterclientAccess;

    public static bool Contains(string name)
    {
        foreach (var scope in All)
            if (scope.Name == name)
                return true;
        return false;
    }

    /// <summary>Whether it opens one of Okta's own APIs; only the org authorization server gives those.</summary>
    public static bool IsOfOkta(string scope) => scope.StartsWith("okta.", StringComparison.Ordinal);

    static OAuth2Scope Of(string name, string displayName, string description) =>
        new() { Name = name, DisplayName = displayName, Description = description, IsPublished = true };
}
