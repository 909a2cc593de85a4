using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Commands that work against a local org as they stand: ours, and the technique's three calls with curl.</summary>
static class OrgRecipes
{
    public static string For(LocalOrg.LocalOrg org)
    {
        var user = org.Seed.Users.FirstOrDefault(user => user.State is UserState.Active);
        var spa = org.Seed.Apps.FirstOrDefault(app => app.Kind is AppKind.Spa && app.RedirectUris.Count > 0);
        var web = org.Seed.Apps.FirstOrDefault(app => app is { Kind: AppKind.Web, ClientSecret: not null, RedirectUris.Count: > 0 });
        var issuer = org.Seed.AuthorizationServers is [var server, ..] ? org.IssuerOf(server.Id) : org.Url;
        return user is null || spa is null || web is null
            ? ""
            : $"{Postern(issuer, user, spa)}\n\n{Curl(org, issuer, user, web)}\n\n{More(issuer)}";
    }

    static string Postern(string issuer, SeedUser user, SeedApp app) => $"""
        Tokens in one go:
          postern token --issuer {issuer} --client-id {app.ClientId} \
            --redirect-uri {app.RedirectUris[0]} --username {user.Login} --password {user.Password}
        """;

    static string Curl(LocalOrg.LocalOrg org, string issuer, SeedUser user, SeedApp app) => $$"""
        The same in three calls:
          SESSION_TOKEN=$(curl -s {{org.Url}}/api/v1/authn \
            -H 'Accept: application/json' -H 'Content-Type: application/json' \
            -d '{"username":"{{user.Login}}","password":"{{user.Password}}"}' \
            | sed 's/.*"sessionToken":"\([^"]*\)".*/\1/')
          CODE=$(curl -s -G {{BaseOf(org, issuer)}}/v1/authorize \
            -d client_id={{app.ClientId}} -d response_type=code -d response_mode=form_post \
            -d scope=openid+profile --data-urlencode redirect_uri={{app.RedirectUris[0]}} \
            -d state=my-state -d nonce=my-nonce -d sessionToken=$SESSION_TOKEN \
            | sed -n 's/.*name="code" value="\([^"]*\)".*/\1/p')
          curl -s {{BaseOf(org, issuer)}}/v1/token -u {{app.ClientId}}:{{app.ClientSecret}} \
            -d grant_type=authorization_code -d code=$CODE --data-urlencode redirect_uri={{app.RedirectUris[0]}}
        """;

    static string More(string issuer) => $"""
        What else there is:
          postern discover --issuer {issuer}
          postern token … | postern verify --audience api://default
          postern --help
        """;

    // The org authorization server's endpoints are not below its issuer.
    static string BaseOf(LocalOrg.LocalOrg org, string issuer) => issuer == org.Url ? $"{org.Url}/oauth2" : issuer;
}
