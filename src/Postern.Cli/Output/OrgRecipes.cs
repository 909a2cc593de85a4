using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Commands that work against a local org as they stand, for the users and apps of its seed.</summary>
static class OrgRecipes
{
    public static string For(LocalOrg.LocalOrg org)
    {
        var user = org.Seed.Users.FirstOrDefault(user => user.State is UserState.Active);
        var spa = org.Seed.Apps.FirstOrDefault(app => app.Kind is AppKind.Spa && app.RedirectUris.Count > 0);
        var web = org.Seed.Apps.FirstOrDefault(app => app is { Kind: AppKind.Web, ClientSecret: not null, RedirectUris.Count: > 0 });
        var issuer = org.Seed.AuthorizationServers is [var server, ..] ? org.IssuerOf(server.Id) : org.Url;
        if (user is null || spa is null || web is null)
            return "";

        var recipes = new Recipes(org.Url, issuer) { CertificateFile = org.Authority?.CertificateFile };
        var person = new RecipeUser(user.Login, user.Password);
        return $"""
            Tokens in one go:
            {Indented(recipes.Postern(person, Cast(spa)))}

            The same in three calls:
            {Indented(recipes.Curl(person, Cast(web)))}

            What else there is:
              {recipes.Discover}
              postern token … | postern verify --audience api://default
              postern --help
            """;
    }

    static RecipeApp Cast(SeedApp app) => new(app.ClientId, app.RedirectUris[0], app.ClientSecret);

    static string Indented(string lines) => "  " + lines.Replace("\n", "\n  ", StringComparison.Ordinal);
}
