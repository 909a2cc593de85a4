using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Which scopes nobody may grant in a user's place: oidc.md 19.</summary>
static class ScopeConsents
{
    /// <summary>Those of the scopes that a user must have agreed to, where the app asks for consent at all.</summary>
    public static IReadOnlyList<string> Needed(AuthorizationServer server, App client, IReadOnlyList<string> scopes) =>
        client.RequiresConsent ? Wanting(server, scopes, ScopeConsent.Required, ScopeConsent.Flexible) : [];

    /// <summary>A client that acts for itself has no user to ask, whatever the app says.</summary>
    public static void CheckClientCredentials(AuthorizationServer server, IReadOnlyList<string> scopes)
    {
        if (Wanting(server, scopes, ScopeConsent.Required) is [_, ..] wanting)
            throw Required(
                "The following scopes require user consent and cannot be granted for the client credentials grant type: " +
                $"[{string.Join(", ", wanting)}].");
    }

    /// <summary>A password is no consent.</summary>
    public static void CheckPassword(AuthorizationServer server, App client, IReadOnlyList<string> scopes)
    {
        if (Needed(server, client, scopes) is [_, ..] wanting)
            throw Required(
                $"The following scopes require user consent: [{string.Join(", ", wanting)}]. To access protected scopes using the " +
                "resource owner password grant type, " +
                "please uncheck 'Require consent' in the app settings or set the 'consent_method' to 'TRUSTED' through the apps API.");
    }

    /// <summary>Nor is a token of another client's.</summary>
    public static void CheckTokenExchange(AuthorizationServer server, App client, IReadOnlyList<string> scopes)
    {
        if (Needed(server, client, scopes) is [_, ..] wanting)
            throw Required(
                $"The following scopes require user consent: [{string.Join(", ", wanting)}]. To access protected scopes using the " +
                "token_exchange password grant type, " +
                "please uncheck 'Require consent' in the app settings or set the apps 'consent_method' to 'TRUSTED'.");
    }

    static List<string> Wanting(AuthorizationServer server, IReadOnlyList<string> scopes, params ReadOnlySpan<ScopeConsent> consents)
    {
        List<string> wanting = [];
        foreach (var scope in server.Scopes)
            if (consents.Contains(scope.Consent) && scopes.Contains(scope.Name))
                wanting.Add(scope.Name);
        return wanting;
    }

    static OAuthError Required(string description) => new(OAuthErrors.ConsentRequired, description);
}
