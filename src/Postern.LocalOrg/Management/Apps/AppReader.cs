using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>
/// Makes an app of what the Apps API was sent. What of it is not said is as Okta fills it in, on a change too; what only other calls change
/// stays. management.md 10.1, 10.2.
/// </summary>
static class AppReader
{
    const string UsualTemplate = "${source.login}";

    /// <param name="body">What was sent.</param>
    /// <param name="org">The address of the org.</param>
    /// <param name="before">Null: it is to be made.</param>
    /// <param name="now">In seconds since the epoch.</param>
    /// <exception cref="OktaError">It cannot be.</exception>
    public static App Read(RequestObject body, string org, App? before, long now)
    {
        var form = before is null ? AppKinds.Find(body.Text("signOnMode"), body.Text("name")) : FormOf(before);
        var label = body.Needed("label");
        var app = before ?? New(form, NameOf(form, label, org), now);
        var settings = body.ObjectOrNothing("settings");
        app = app with
        {
            Name = label,
            LastUpdatedAt = now,
            AssignsEverybody = settings.Flag("implicitAssignment") ?? false,
            UserNameTemplate = body.ObjectOrNothing("credentials").ObjectOrNothing("userNameTemplate").Text("template") is { } template
                and not UsualTemplate ? template : null,
            Profile = body.Object("profile") is { } profile && profile.Element.EnumerateObject().Any() ? profile.Element.Clone() : null,
            Kept = KeptSettings.Stored(body, form, app.IntegrationName),
        };
        if (app.IsClient)
            app = ClientReader.Read(app, body, before, now);
        AppFaults.Check(app);
        return app;
    }

    public static AppForm FormOf(App app) => AppKinds.Of(app.SignOnMode ?? AppKinds.OpenIdConnect, app.IntegrationName);

    extension(App app)
    {
        public string IntegrationName => app.Integration ?? AppKinds.ClientName;
    }

    static App New(AppForm form, string name, long now)
    {
        var isClient = form.SignOnMode is AppKinds.OpenIdConnect;
        return new()
        {
            ClientId = OktaIds.New(OktaIds.App),
            Name = "",
            Kind = AppKind.Web,
            SignOnMode = isClient ? null : form.SignOnMode,
            Integration = isClient ? null : name,
            TokenEndpointAuthMethod = Protocol.ClientAuthMethods.None,
            RedirectUris = [],
            ResponseTypes = [],
            GrantTypes = [],
            PkceRequired = false,
            RotatesRefreshTokens = false,
            RefreshTokenLeewaySeconds = 0,
            AssignedUserIds = [],
            AssignedGroupIds = [],
            CreatedAt = now,
        };
    }

    /// <summary>Of an integration of its own: the org's, the label's words, and a number.</summary>
    static string NameOf(AppForm form, string label, string org) => form.Name
        ?? $"{new Uri(org).Host.Split('.')[0]}_{string.Concat(label.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit))}_1";
}
