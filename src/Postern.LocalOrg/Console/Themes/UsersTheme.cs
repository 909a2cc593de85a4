using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>The users, page by page; each with groups, factors, apps, and the states to be put into.</summary>
sealed class UsersTheme(OrgDirectory directory, SignInStores stores, Commands commands) : IConsoleTheme
{
    const int OnePage = 50;
    const string Path = ConsolePaths.Base + "/users";

    public void Map(ConsoleTable table)
    {
        table.Page("/users", ListAsync);
        table.Page("/users/{id}", OneAsync);
        table.Act("/users/{id}/state", PutStateAsync);
    }

    async Task<ConsoleView> ListAsync(HttpContext context)
    {
        string after = context.Request.Query["after"].ToString(), wanted = context.Request.Query["login"].ToString();
        var found = await stores.Credentials.SearchAsync(wanted, after, OnePage + 1, context.RequestAborted);
        var next = found.Count > OnePage ? found[OnePage - 1].User.Id : null;
        return new(
            "Users",
            "Users",
            Markup.Of(
                $"""
                <form class="row" method="get" action="{Path}" role="search">
                <div>{ConsoleParts.Field("login", "login", "Login contains", wanted, "search")}</div>
                <button type="submit">Find</button>
                </form>
                {ConsoleParts.TableOr(
                    "There is nobody.", "In the order of their ids", ["Login", "Name", "State"], [.. found.Take(OnePage).Select(Row)])}
                {ConsoleParts.Next(Path, next, wanted.Length == 0 ? "" : $"login={Uri.EscapeDataString(wanted)}")}
                """));
    }

    async Task<ConsoleView> OneAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var user = await FindAsync(context);
        var groups = await directory.GroupsOfAsync(user.User, ct);
        var factors = await stores.Factors.FactorsOfAsync(user, ct);
        var apps = (await directory.Apps.PageAsync("", OnePage, ct)).Where(app => app.IsClient && app.IsAssignedTo(user.User)).ToList();
        return new(
            "Users",
            user.User.Login,
            Markup.Of(
                $"""
                {Facts(user, groups, factors)}
                <h2>State</h2>
                {StateForm(user)}
                <h2>Token</h2>
                {TokensTheme.Form(user.User.Login, apps.Select(app => (app.ClientId, app.Name)), await commands.ServersAsync(ct))}
                <h2>Apps</h2>
                {(apps.Count == 0 ? new("<p>The user is assigned to none.</p>") : Markup.Of($"<ul>{Markup.Each(apps, AppLink)}</ul>"))}
                <h2>Commands</h2>
                {Markup.Each(await commands.ForUserAsync(user.User, apps, ct), ConsoleParts.Command)}
                <p>{ConsoleParts.Link(
                    $"{ConsolePaths.Base}/requests?user={Uri.EscapeDataString(user.User.Login)}", "Requests on record")}</p>
                """));
    }

    static Markup Facts(Credentials user, IReadOnlyList<Group> groups, IReadOnlyList<Factor> factors) => ConsoleParts.Facts(
        ("State", Badge(user.State)),
        ("Name", ConsoleParts.Text(user.User.Name)),
        ("E-mail", ConsoleParts.Text(user.User.Email)),
        ("Phone", ConsoleParts.Text(user.User.Phone)),
        ("Id", ConsoleParts.Code(user.User.Id)),
        ("Groups", ConsoleParts.Text(string.Join(", ", groups.Select(group => group.Name)))),
        ("Factors", ConsoleParts.Text(string.Join(", ", factors.Select(factor => $"{factor.FactorType} ({factor.Provider})")))),
        ("Failed passwords", Markup.Of($"{user.FailedPasswords}")),
        ("Password changed", ConsoleParts.Text(ConsoleParts.Instant(user.PasswordChangedAt))),
        ("Created", ConsoleParts.Text(ConsoleParts.Instant(user.User.CreatedAt))));

    static Markup StateForm(Credentials user)
    {
        var states = Enum.GetNames<UserState>().Select(name => (name, OverviewTheme.Words(name)));
        return Markup.Of(
            $"""
            <form class="row" method="post" action="{ConsolePaths.User(user.User.Id)}/state">
            <div>{ConsoleParts.Choice("state", "state", "Put the user into this state", states, user.State.ToString())}</div>
            <button type="submit">Change the state</button>
            </form>
            """);
    }

    async Task<string> PutStateAsync(HttpContext context, IFormCollection form)
    {
        var user = await FindAsync(context);
        if (!Enum.TryParse<UserState>(form["state"].ToString(), out var state) || !Enum.IsDefined(state))
            throw ConsoleProblem.Wrong($"There is no such state; there are {string.Join(", ", Enum.GetNames<UserState>())}.");
        await stores.Credentials.SetStateAsync(user.User.Login, state, context.RequestAborted);
        return ConsoleDone.With(ConsolePaths.User(user.User.Id), "state");
    }

    async Task<Credentials> FindAsync(HttpContext context) =>
        await stores.Credentials.FindCredentialsOfAsync(context.Request.RouteValues["id"] as string ?? "", context.RequestAborted)
            ?? throw ConsoleProblem.NotFound("There is no user of this id: they may be gone since a reset.");

    static Markup[] Row(Credentials user) =>
        [ConsoleParts.Link(ConsolePaths.User(user.User.Id), user.User.Login), ConsoleParts.Text(user.User.Name), Badge(user.State)];

    static Markup Badge(UserState state) => ConsoleParts.Badge(
        OverviewTheme.Words(state.ToString()), state is UserState.Active or UserState.MfaRequired);

    static Markup AppLink(App app) => Markup.Of($"<li>{ConsoleParts.Link(ConsolePaths.App(app.ClientId), app.Name)}</li>");
}
