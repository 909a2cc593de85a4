using Postern.LocalOrg.Html;

namespace Postern.LocalOrg;

/// <summary>The org's front page for somebody who looks at it.</summary>
static class FrontHtml
{
    public static string Of(FrontBody body) =>
        $"""
         <h1>{Escape.Html(body.Name)}</h1>
         <p>A local org for tests, at <code>{Escape.Html(body.Url)}</code></p>
         <h2>Issuers</h2>
         <ul>{Each(body.Issuers, issuer => $"<li><a href=\"{Escape.Html(Discovery(issuer))}\">{Escape.Html(issuer)}</a></li>")}</ul>
         {(body.Apps is null ? Aside : Known(body))}
         """;

    const string Aside =
        """
        <p class="aside">Apps, users and commands are shown to this machine alone, to somebody who types the address; or by the
        control key.</p>
        """;

    // RFC 8414 section 3.1 puts it elsewhere; Okta's is where OpenID Connect Discovery says.
    static string Discovery(string issuer) => issuer + "/.well-known/openid-configuration";

    static string Known(FrontBody body) =>
        $"""
         <h2>Apps</h2>
         <table><tr><th>Name</th><th>Kind</th><th>Client ID</th><th>Client secret</th><th>Redirect URIs</th></tr>
         {Each(body.Apps!, Row)}</table>
         <h2>Users</h2>
         <table><tr><th>Login</th><th>State</th><th>Password</th></tr>
         {Each(body.Users!, Row)}</table>
         <h2>Commands</h2>
         {Each(body.Commands!, command => $"<pre>{Escape.Html(command)}</pre>\n")}
         <p><a href="/_postern/">Open the console</a>: sign-ins as they happen, codes that are sent, the clock and more</p>
         """;

    static string Row(FrontApp app) => Row(app.Name, app.Kind, app.ClientId, app.ClientSecret ?? "", string.Join(" ", app.RedirectUris));

    static string Row(FrontUser user) => Row(user.Login, user.State, user.Password ?? "");

    static string Row(params string[] cells) => $"<tr>{Each(cells, cell => $"<td>{Escape.Html(cell)}</td>")}</tr>\n";

    static string Each<T>(IEnumerable<T> things, Func<T, string> html) => string.Concat(things.Select(html));
}
