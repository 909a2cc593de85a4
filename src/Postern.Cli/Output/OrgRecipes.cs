using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Commands that work against a local org as they stand, for the users and apps of its seed.</summary>
static class OrgRecipes
{
    public static string For(LocalOrg.LocalOrg org, ToldSecrets told)
    {
        var user = org.Seed.Users.FirstOrDefault(user => user.State is UserState.Active && told.Of(user.Password).Length > 0);
        var pages = org.Seed.Apps.Where(app => app is { ClientSecret: null, RedirectUris.Count: > 0 }).ToList();
        var spa = pages.FirstOrDefault(app => app.Kind is AppKind.Spa) ?? pages.FirstOrDefault();
        var web = org.Seed.Apps.FirstOrDefault(
            app => app is { Kind: AppKind.Web, RedirectUris.Count: > 0 } && told.IsClear(app.ClientSecret));
        var server = org.Seed.AuthorizationServers is [var first, ..] ? first : null;
        var issuer = server is null ? org.Url : org.IssuerOf(server.Id);
        if (user is null)
            return "";

        var recipes = new Recipes(org.Url, issuer) { CertificateFile = org.Authority?.CertificateFile };
        var person = new RecipeUser(user.Login, told.Of(user.Password));
        return string.Join("\n\n", ((string?[])[
            spa is null ? null : $"Tokens in one go:\n{Indented(recipes.Postern(person, Cast(spa)))}",
            // What is told by where it is, curl cannot read.
            web is null || !told.IsClear(user.Password) ? null : $"The same in three calls:\n{Indented(recipes.Curl(person, Cast(web)))}",
            spa is null ? null : $"""
                What else there is:
                  {recipes.Discover}
                  postern token … | postern verify{(server is null ? "" : $" --audience {ShellWord.Of(server.Audience)}")}
                  postern --help
                """,
        ]).OfType<string>());
    }

    static RecipeApp Cast(SeedApp app) => new(app.ClientId, app.RedirectUris[0], app.ClientSecret);

    static string Indented(string lines) => "  " + lines.Replace("\n", "\n  ", StringComparison.Ordinal);
}
