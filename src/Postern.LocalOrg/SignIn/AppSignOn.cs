using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn;

/// <summary>An app's sign-on policy, which a session must meet besides the org's: oidc.md 4, api-access-management.md 14.5.</summary>
static class AppSignOn
{
    /// <summary>
    /// The sign-in counts for this very request, where it came after the request did: instants are seconds since the epoch.
    /// </summary>
    public static bool IsMetBy(App app, Authentication authentication, long now, long? askedAt) =>
        HasProved(app, authentication.Methods.Split(' '))
        && (
            app.ReauthenticateInSeconds is not { } seconds
                || authentication.AuthenticatedAt >= askedAt
                || (seconds > 0 && now - authentication.AuthenticatedAt <= seconds));

    /// <summary>For an app of a device on which somebody signed in for another.</summary>
    public static bool IsMetBy(App app, DeviceSecret device, long now) =>
        HasProved(app, [.. device.Methods])
            && (app.ReauthenticateInSeconds is not { } seconds || (seconds > 0 && now - device.AuthenticatedAt <= seconds));

    /// <summary>Whether so much is enough for it, whenever it was proved.</summary>
    public static bool HasProved(App app, IReadOnlyCollection<string> methods) =>
        (!app.RequiresFactor || methods.Contains(Factors))
            && (app.Constraints is not { } constraints || constraints.Any(constraint => constraint.IsMetBy(methods)));

    public static bool HasFactor(string methods) => methods.Split(' ').Contains(Factors);

    /// <summary>The <c>amr</c> of two factors: RFC 8176 section 2.</summary>
    const string Factors = "mfa";
}
