namespace Postern.LocalOrg;

/// <summary>Commands that work against a local org as they stand: ours, and the technique's three calls with curl.</summary>
sealed record Recipes(string OrgUrl, string Issuer)
{
    /// <summary>What curl is to trust, over HTTPS.</summary>
    public string? CertificateFile { get; init; }

    // The org authorization server's endpoints are not below its issuer.
    string Base => Issuer == OrgUrl ? $"{OrgUrl}/oauth2" : Issuer;

    string CurlItself => CertificateFile is null ? "curl" : $"curl --cacert {CertificateFile}";

    public string Postern(RecipeUser user, RecipeApp app) => $"""
        postern token --issuer {Issuer} --client-id {app.ClientId} \
          --redirect-uri {app.RedirectUri} --username {user.Login} --password {user.Password ?? "env:PASSWORD"}
        """;

    public string Curl(RecipeUser user, RecipeApp app) => $$"""
        SESSION_TOKEN=$({{CurlItself}} -s {{OrgUrl}}/api/v1/authn \
          -H 'Accept: application/json' -H 'Content-Type: application/json' \
          -d '{"username":"{{user.Login}}","password":"{{user.Password ?? "'\"$PASSWORD\"'"}}"}' \
          | sed 's/.*"sessionToken":"\([^"]*\)".*/\1/')
        CODE=$({{CurlItself}} -s -G {{Base}}/v1/authorize \
          -d client_id={{app.ClientId}} -d response_type=code -d response_mode=form_post \
          -d scope=openid+profile --data-urlencode redirect_uri={{app.RedirectUri}} \
          -d state=my-state -d nonce=my-nonce -d sessionToken=$SESSION_TOKEN \
          | sed -n 's/.*name="code" value="\([^"]*\)".*/\1/p')
        {{CurlItself}} -s {{Base}}/v1/token -u {{app.ClientId}}:{{app.ClientSecret ?? "\"$CLIENT_SECRET\""}} \
          -d grant_type=authorization_code -d code=$CODE --data-urlencode redirect_uri={{app.RedirectUri}}
        """;

    public string Discover => $"postern discover --issuer {Issuer}";
}

/// <summary>Who signs in; without a password, one that the reader knows.</summary>
sealed record RecipeUser(string Login, string? Password)
{
    public override string ToString() => Login;
}

/// <summary>As which app; without a secret, one that the reader knows or that it has not.</summary>
sealed record RecipeApp(string ClientId, string RedirectUri, string? ClientSecret)
{
    public override string ToString() => ClientId;
}
