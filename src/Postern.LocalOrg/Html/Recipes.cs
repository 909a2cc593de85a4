using System.Text.Encodings.Web;
using System.Text.Json;

namespace Postern.LocalOrg;

/// <summary>
/// Commands that work against a local org as they stand: ours, and the technique's three calls with curl. Names and addresses in them are
/// words to the shell, whatever they are made of.
/// </summary>
sealed record Recipes(string OrgUrl, string Issuer)
{
    /// <summary>What curl is to trust, over HTTPS.</summary>
    public string? CertificateFile { get; init; }

    // The org authorization server's endpoints are not below its issuer.
    string Base => Issuer == OrgUrl ? $"{OrgUrl}/oauth2" : Issuer;

    string CurlItself => CertificateFile is null ? "curl" : $"curl --cacert {ShellWord.Of(CertificateFile)}";

    public string Postern(RecipeUser user, RecipeApp app) => $"""
        postern token --issuer {ShellWord.Of(Issuer)} --client-id {ShellWord.Of(app.ClientId)} \
          --redirect-uri {ShellWord.Of(app.RedirectUri)} --username {ShellWord.Of(user.Login)} --password {Password(user)}
        """;

    public string Curl(RecipeUser user, RecipeApp app) => $$"""
        SESSION_TOKEN=$({{CurlItself}} -s {{ShellWord.Of($"{OrgUrl}/api/v1/authn")}} \
          -H 'Accept: application/json' -H 'Content-Type: application/json' \
          -d {{Credentials(user)}} \
          | sed 's/.*"sessionToken":"\([^"]*\)".*/\1/')
        CODE=$({{CurlItself}} -s -G {{ShellWord.Of($"{Base}/v1/authorize")}} \
          -d {{ShellWord.Of($"client_id={app.ClientId}")}} -d response_type=code -d response_mode=form_post \
          -d scope=openid+profile --data-urlencode {{ShellWord.Of($"redirect_uri={app.RedirectUri}")}} \
          -d state=my-state -d nonce=my-nonce -d sessionToken=$SESSION_TOKEN \
          | sed -n 's/.*name="code" value="\([^"]*\)".*/\1/p')
        {{CurlItself}} -s {{ShellWord.Of($"{Base}/v1/token")}} -u {{ShellWord.Of($"{app.ClientId}:")}}{{Secret(app)}} \
          -d grant_type=authorization_code -d code=$CODE --data-urlencode {{ShellWord.Of($"redirect_uri={app.RedirectUri}")}}
        """;

    public string Discover => $"postern discover --issuer {ShellWord.Of(Issuer)}";

    static string Password(RecipeUser user) => ShellWord.Of(user.Password ?? "env:PASSWORD");

    static string Secret(RecipeApp app) => app.ClientSecret is { } secret ? ShellWord.Of(secret) : "\"$CLIENT_SECRET\"";

    static string Credentials(RecipeUser user)
    {
        const string end = "\"}";
        var before = $"{{\"username\":\"{InJson(user.Login)}\",\"password\":\"";
        return user.Password is { } password
            ? ShellWord.Quoted($"{before}{InJson(password)}{end}")
            : $"{ShellWord.Quoted(before)}\"$PASSWORD\"{ShellWord.Quoted(end)}";
    }

    static JsonEncodedText InJson(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
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
