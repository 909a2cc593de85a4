using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>
/// Commands that work as they stand, for a user or an app; of secrets only those that everybody can read in the demo seed.
/// </summary>
sealed class Commands(OrgDirectory directory, OrgUrls urls)
{
    /// <summary>The password of a login, where everybody knows it.</summary>
    public required Func<string, string?> PasswordOf { get; init; }

    /// <summary>The secret of a client, where everybody knows it.</summary>
    public required Func<string, string?> SecretOf { get; init; }

    /// <summary>The file of the authority that callers must trust, known once the org listens.</summary>
    public required Func<string?> CertificateFile { get; init; }

    /// <summary>Those that issue, the org's own first: value and words of a choice.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> ServersAsync(CancellationToken ct) =>
    [
        .. (await directory.Servers.AllAsync(ct)).Where(server => server.Status is Lifecycle.Active)
            .OrderBy(server => server.Id is not CustomAuthorizationServer.Default).Select(server => (server.Id, server.Name)),
        ("", "the org authorization server"),
    ];

    public async Task<IReadOnlyList<string>> ForUserAsync(User user, IReadOnlyList<App> apps, CancellationToken ct)
    {
        var recipes = await RecipesAsync(ct);
        var who = new RecipeUser(user.Login, PasswordOf(user.Login));
        List<string> commands = [];
        if (Cast(apps, AppKind.Spa, AppKind.Native) is { } open)
            commands.Add(recipes.Postern(who, open));
        if (Cast(apps, AppKind.Web) is { } web)
            commands.Add(recipes.Curl(who, web));
        var control = ShellWord.Of($"{urls.Public}/_postern/users/{Uri.EscapeDataString(user.Login)}");
        commands.Add($"curl -d '{{\"state\":\"lockedOut\"}}' -H content-type:application/json {control}");
        return commands;
    }

    public async Task<IReadOnlyList<string>> ForAppAsync(App app, User? user, CancellationToken ct)
    {
        var recipes = await RecipesAsync(ct);
        List<string> commands = [];
        if (app.Kind is AppKind.Service)
            commands.Add(
                $"postern client-credentials --issuer {ShellWord.Of(recipes.Issuer)} --client-id {ShellWord.Of(app.ClientId)} " +
                $"--client-secret {ShellWord.Of(SecretOf(app.ClientId) ?? "env:CLIENT_SECRET")}");
        else if (user is not null && Cast([app], app.Kind) is { } cast)
            commands.Add(app.Kind is AppKind.Web ? recipes.Curl(Of(user), cast) : recipes.Postern(Of(user), cast));
        commands.Add($"postern org log --client-id {ShellWord.Of(app.ClientId)}");
        return commands;
    }

    RecipeUser Of(User user) => new(user.Login, PasswordOf(user.Login));

    async Task<Recipes> RecipesAsync(CancellationToken ct)
    {
        var (first, _) = (await ServersAsync(ct))[0];
        var issuer = first.Length == 0 ? urls.Public : urls.Issuer(first, (await directory.FindServerAsync(first, ct))!.IssuerMode);
        return new(urls.Public, issuer) { CertificateFile = CertificateFile() };
    }

    RecipeApp? Cast(IReadOnlyList<App> apps, params AppKind[] kinds) =>
        apps.FirstOrDefault(app => kinds.Contains(app.Kind) && app.RedirectUris.Count > 0) is { } app
            ? new(app.ClientId, app.RedirectUris[0], SecretOf(app.ClientId))
            : null;
}
