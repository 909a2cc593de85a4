using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary>
/// <c>GET /</c>: who the org is, for whoever finds it. Its users, apps and commands are for those alone who may use the control surface,
/// and of secrets only those that everybody can read in the demo seed.
/// </summary>
sealed class FrontPage(OrgDirectory directory, OrgUrls urls, ControlCallers callers)
{
    /// <summary>An org may have a million users, and nobody reads them here.</summary>
    const int MostShown = 50;

    /// <summary>The password of a login, where everybody knows it.</summary>
    public required Func<string, string?> PasswordOf { get; init; }

    /// <summary>The secret of a client, where everybody knows it.</summary>
    public required Func<string, string?> SecretOf { get; init; }

    /// <summary>The file of the authority that callers must trust, known once the org listens.</summary>
    public required Func<string?> CertificateFile { get; init; }

    public async Task HandleAsync(HttpContext context)
    {
        var body = await ReadAsync(callers.Admits(context), context.RequestAborted);
        context.Response.Headers.Vary = "Accept";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        if (WantsHtml(context.Request))
            await Page.WriteAsync(
                context, Page.Whole(Escape.Html(body.Name), "id=\"front\" class=\"wide\"", FrontHtml.Of(body)), scriptNonce: null);
        else
            await context.Response.WriteJsonAsync(body, FrontJson.Wire.FrontBody);
    }

    static bool WantsHtml(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(range => range.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && range.Quality is not 0);

    async Task<FrontBody> ReadAsync(bool isAdmitted, CancellationToken ct)
    {
        var servers = (await directory.Servers.AllAsync(ct)).Where(server => server.Status is Lifecycle.Active);
        FrontBody body = new()
        {
            Name = directory.Org.Name,
            Url = urls.Public,
            Issuers =
            [
                urls.Public,
                .. servers.OrderBy(server => server.Id is not "default").Select(server => urls.Issuer(server.Id, server.IssuerMode)),
            ],
        };
        if (!isAdmitted)
            return body;

        FrontApp[] apps =
        [
            .. (await directory.Apps.PageAsync("", MostShown, ct)).Where(app => app is { Status: Lifecycle.Active, IsClient: true })
                .Select(Shown),
        ];
        List<FrontUser> users = [];
        foreach (var user in await directory.Users.PageAsync("", MostShown, ct))
            users.Add(Shown(user, await directory.StateOfAsync(user.Id, ct)));
        return body with { Apps = apps, Users = users, ControlUrl = urls.Public + "/_postern", Commands = Commands(body, users, apps) };
    }

    FrontApp Shown(App app) => new()
    {
        Name = app.Name,
        Kind = app.Kind.ToString().ToLowerInvariant(),
        ClientId = app.ClientId,
        ClientSecret = SecretOf(app.ClientId),
        RedirectUris = app.RedirectUris,
    };

    FrontUser Shown(User user, UserState? state) => new()
    {
        Login = user.Login,
        State = state?.ToString() ?? "",
        Password = PasswordOf(user.Login),
    };

    string[] Commands(FrontBody body, IEnumerable<FrontUser> users, FrontApp[] apps)
    {
        var recipes = new Recipes(body.Url, body.Issuers is [_, var custom, ..] ? custom : body.Url)
        {
            CertificateFile = CertificateFile(),
        };
        var user = users.FirstOrDefault(user => user.State is nameof(UserState.Active)) is { } active
            ? new RecipeUser(active.Login, active.Password)
            : null;
        List<string> commands = [recipes.Discover];
        if (user is not null && Cast(apps, "spa", "native") is { } open)
            commands.Add(recipes.Postern(user, open));
        if (user is not null && Cast(apps, "web") is { } web)
            commands.Add(recipes.Curl(user, web));
        return [.. commands];
    }

    static RecipeApp? Cast(FrontApp[] apps, params string[] kinds) =>
        apps.FirstOrDefault(app => kinds.Contains(app.Kind) && app.RedirectUris.Count > 0) is { } app
            ? new(app.ClientId, app.RedirectUris[0], app.ClientSecret)
            : null;
}
