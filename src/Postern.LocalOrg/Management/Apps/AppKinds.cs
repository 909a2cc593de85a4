using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>A kind of app: how it signs in, by Okta's names, and what of it is peculiar. management.md 10.4.</summary>
/// <param name="SignOnMode">Okta's.</param>
/// <param name="Name">Of the integration; null: every app is given one of its own.</param>
/// <param name="Link">Of the page that starts it; null: made of its name.</param>
sealed record AppForm(string SignOnMode, string? Name, string? Link);

/// <summary>The kinds of apps that there are.</summary>
static class AppKinds
{
    public const string OpenIdConnect = "OPENID_CONNECT", ClientName = "oidc_client", Bookmark = "bookmark",
        Saml = "SAML_2_0", EarlierSaml = "SAML_1_1";

    static readonly AppForm[] All =
    [
        new(OpenIdConnect, ClientName, Link: null),
        new("BOOKMARK", Bookmark, "login"),
        new(Saml, Name: null, Link: null),
        new(EarlierSaml, Name: null, Link: null),
        new("AUTO_LOGIN", Name: null, "login"),
        new("BROWSER_PLUGIN", "template_swa", "login"),
        new("BROWSER_PLUGIN", "template_swa3field", "login"),
        new("BASIC_AUTH", "template_basic_auth", "login"),
        new("SECURE_PASSWORD_STORE", "template_sps", "login"),
        new("WS_FEDERATION", "template_wsfed", "login"),
    ];

    /// <summary>Of an app that is to be made.</summary>
    /// <exception cref="OktaError">There is no such mode, or no such integration.</exception>
    public static AppForm Find(string? signOnMode, string? name)
    {
        var mode = signOnMode
            ?? All.FirstOrDefault(form => form.Name is { } known && known == name)?.SignOnMode
            ?? throw OktaError.Blank("signOnMode");
        var ofMode = All.Where(form => form.SignOnMode == mode).ToList();
        if (ofMode.Count == 0)
            throw OktaError.Malformed(); // management.md 10.7: a value that an enumeration does not have

        return ofMode.Find(form => form.Name == name || form.Name is null)
            // management.md 24
            ?? throw (name is null ? OktaError.Blank("name") : OktaError.NotFound(name, "App"));
    }

    /// <summary>Of an app that there is.</summary>
    public static AppForm Of(string signOnMode, string name) =>
        All.FirstOrDefault(form => form.SignOnMode == signOnMode && (form.Name is null || form.Name == name))
            ?? new(signOnMode, name, "login");
}
