using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>The apps, page by page; each with what it may do, who is assigned to it, and whether it is switched on.</summary>
sealed class AppsTheme(OrgStore store, OrgDirectory directory, Commands commands) : IConsoleTheme
{
    const int OnePage = 50;
    const string Path = ConsolePaths.Base + "/apps";

    public void Map(ConsoleTable table)
    {
        table.Page("/apps", ListAsync);
        table.Page("/apps/{id}", OneAsync);
        table.Act("/apps/{id}/activate", (context, _) => PutAsync(context, Lifecycle.Active));
        table.Act("/apps/{id}/deactivate", (context, _) => PutAsync(context, Lifecycle.Inactive));
    }

    async Task<ConsoleView> ListAsync(HttpContext context)
    {
        var found = await directory.Apps.PageAsync(context.Request.Query["after"].ToString(), OnePage + 1, context.RequestAborted);
        var next = found.Count > OnePage ? found[OnePage - 1].ClientId : null;
        return new(
            "Apps",
            "Apps",
            Markup.Of(
                $"""
                {ConsoleParts.TableOr(
                    "There are none.", "In the order of their client ids", ["Name", "Kind", "Client id", "State"],
                    [.. found.Take(OnePage).Select(Row)])}
                {ConsoleParts.Next(Path, next)}
                """));
    }

    async Task<ConsoleView> OneAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var app = await FindAsync(context);
        var users = (await directory.Users.PageAsync("", OnePage, ct)).Where(app.IsAssignedTo).ToList();
        return new(
            "Apps",
            app.Name,
            Markup.Of(
                $"""
                {await FactsAsync(app, ct)}
                <div class="actions">{Switch(app)}</div>
                <h2>Token</h2>
                {TokensTheme.FormOf(app, users.Select(user => (user.Login, user.Login)), await commands.ServersAsync(ct))}
                <h2>Commands</h2>
                {Markup.Each(await commands.ForAppAsync(app, users.FirstOrDefault(), ct), ConsoleParts.Command)}
                <p>{ConsoleParts.Link(
                    $"{ConsolePaths.Base}/requests?clientId={Uri.EscapeDataString(app.ClientId)}", "Requests on record")}</p>
                """));
    }

    async Task<Markup> FactsAsync(App app, CancellationToken ct)
    {
        var names = (await directory.Groups.AllAsync(ct)).ToDictionary(group => group.Id, group => group.Name, StringComparer.Ordinal);
        var groups = app.AssignedGroupIds.Select(id => names.GetValueOrDefault(id, id));
        return ConsoleParts.Facts(
            ("State", Badge(app)),
            ("Kind", ConsoleParts.Text(Kind(app))),
            ("Client id", ConsoleParts.Code(app.ClientId)),
            ("Client secret", ConsoleParts.Code(commands.SecretOf(app.ClientId) ?? (app.AllSecrets.Count > 0 ? "kept as a hash" : null))),
            ("Proves itself by", ConsoleParts.Code(app.TokenEndpointAuthMethod)),
            ("Grants", ConsoleParts.Code(string.Join(" ", app.GrantTypes))),
            ("Response types", ConsoleParts.Code(string.Join(" ", app.ResponseTypes))),
            ("Redirect URIs", ConsoleParts.Code(string.Join(" ", app.RedirectUris))),
            ("PKCE", ConsoleParts.Text(app.PkceRequired ? "required" : "as it likes")),
            ("DPoP", ConsoleParts.Text(app.DpopBoundAccessTokens ? "required" : "as it likes")),
            ("Consent", ConsoleParts.Text(app.RequiresConsent ? "asked for" : "not asked for")),
            (
                "Assigned",
                ConsoleParts.Text(
                    app.AssignsEverybody ? "everybody" : $"{string.Join(", ", groups)} and {app.AssignedUserIds.Count} users by name")));
    }

    static Markup Switch(App app) => app.Status is Lifecycle.Active
        ? ConsoleParts.Danger($"/apps/{Uri.EscapeDataString(app.ClientId)}/deactivate", "Deactivate", Markup.None)
        : ConsoleParts.Action($"/apps/{Uri.EscapeDataString(app.ClientId)}/activate", "Activate", Markup.None);

    async Task<string> PutAsync(HttpContext context, Lifecycle status)
    {
        var app = await FindAsync(context);
        await store.InOneWorkAsync(
            async work =>
            {
                if (await directory.Apps.FindToChangeAsync(app.ClientId, context.RequestAborted) is { } before
                    && before.Document.Status != status)
                    directory.Apps.Change(work, before, before.Document with { Status = status, LastUpdatedAt = store.Now });
            },
            context.RequestAborted);
        return ConsoleDone.With(ConsolePaths.App(app.ClientId), "app");
    }

    async Task<App> FindAsync(HttpContext context) =>
        await directory.Apps.FindAsync(context.Request.RouteValues["id"] as string ?? "", context.RequestAborted)
            ?? throw ConsoleProblem.NotFound("There is no app of this client id: it may be gone since a reset.");

    static Markup[] Row(App app) =>
    [
        ConsoleParts.Link(ConsolePaths.App(app.ClientId), app.Name), ConsoleParts.Text(Kind(app)), ConsoleParts.Code(app.ClientId),
        Badge(app),
    ];

    static string Kind(App app) => app.IsClient ? app.Kind.ToString().ToLowerInvariant() : app.SignOnMode!;

    static Markup Badge(App app) =>
        ConsoleParts.Badge(app.Status is Lifecycle.Active ? "active" : "inactive", app.Status is Lifecycle.Active);
}
