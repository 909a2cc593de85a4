using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Explaining;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>A token for a user and an app by one click, decoded, each claim with where it comes from.</summary>
sealed class TokensTheme(TokenButton button, Explainer explainer, OrgDirectory directory, Commands commands) : IConsoleTheme
{
    const string Usual = "openid profile";
    const int MostApps = 100;

    public void Map(ConsoleTable table)
    {
        table.Page("/tokens", ShowAsync);
        table.Answer("/tokens/issue", IssueAsync);
    }

    /// <summary>For a user whose apps are known.</summary>
    public static Markup Form(
        string login, IEnumerable<(string ClientId, string Name)> apps, IReadOnlyList<(string Id, string Name)> servers) => Form(
        Markup.Of($"{ConsoleParts.Hidden("user", login)}<div>{ConsoleParts.Choice("clientId", "clientId", "App", apps, null)}</div>"),
        servers, "", Usual);

    /// <summary>For an app whose users are known; a service app has none, and no scope of OpenID Connect.</summary>
    public static Markup FormOf(App app, IEnumerable<(string Login, string Name)> users, IReadOnlyList<(string Id, string Name)> servers) =>
        Form(
            app.Kind is AppKind.Service
                ? ConsoleParts.Hidden("clientId", app.ClientId)
                : Markup.Of(
                    $"""
                    {ConsoleParts.Hidden("clientId", app.ClientId)}
                    <div>{ConsoleParts.Choice("user", "user", "User", users, null)}</div>
                    """),
            servers, "", app.Kind is AppKind.Service ? "" : Usual);

    async Task<ConsoleView> ShowAsync(HttpContext context) => new(
        "Tokens",
        "A token for a user and an app",
        await AskAsync(new("", "", "", Usual), context.RequestAborted));

    async Task<ConsoleView> IssueAsync(HttpContext context, IFormCollection form)
    {
        var ct = context.RequestAborted;
        var wish = new TokenWish(
            form["user"].ToString().Trim(), form["clientId"].ToString(), form["server"] is [{ Length: > 0 } server] ? server : null,
            form["scopes"].ToString());
        var again = await AskAsync(wish, ct);
        try
        {
            var issued = await button.PressAsync(wish, ct);
            return new(
                "Tokens",
                $"Token for {(wish.Login.Length == 0 ? wish.ClientId : wish.Login)}",
                Markup.Of(
                    $"""
                    {await DecodedToken.OfAsync("Access token", issued.AccessToken, explainer, ct)}
                    {(issued.IdToken is { } idToken ? await DecodedToken.OfAsync("ID token", idToken, explainer, ct) : Markup.None)}
                    <h2>Another</h2>
                    {again}
                    """));
        }
        catch (OAuthError refused)
        {
            return new("Tokens", "No token", again)
            {
                Problem = $"{refused.Error}: {refused.Description}", Status = StatusCodes.Status400BadRequest,
            };
        }
        catch (ConsoleProblem problem)
        {
            return new("Tokens", "No token", again) { Problem = problem.Message, Status = problem.Status };
        }
    }

    async Task<Markup> AskAsync(TokenWish wish, CancellationToken ct)
    {
        var apps = (await directory.Apps.PageAsync("", MostApps, ct)).Where(app => app is { IsClient: true, Status: Lifecycle.Active });
        return Form(
            Markup.Of(
                $"""
                <div>{ConsoleParts.Field("user", "user", "User's login (a service app needs none)", wish.Login)}</div>
                <div>{ConsoleParts.Choice("clientId", "clientId", "App", apps.Select(app => (app.ClientId, app.Name)), wish.ClientId)}</div>
                """),
            await commands.ServersAsync(ct), wish.ServerId ?? "", wish.Scopes);
    }

    static Markup Form(Markup fields, IReadOnlyList<(string Id, string Name)> servers, string chosen, string scopes) => Markup.Of(
        $"""
        <form class="row" method="post" action="{ConsolePaths.Base}/tokens/issue">
        {fields}
        <div>{ConsoleParts.Choice("server", "server", "Authorization server", servers, chosen.Length > 0 ? chosen : servers[0].Id)}</div>
        <div>{ConsoleParts.Field("scopes", "scopes", "Scopes (none: the default ones)", scopes)}</div>
        <button type="submit" class="main">Get a token</button>
        </form>
        """);
}
