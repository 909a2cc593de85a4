using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Html;

/// <summary>OAuth 2.0 Form Post Response Mode, in the markup that is recorded of Okta: oidc.md 5.3.</summary>
static class FormPostPage
{
    public static Task WriteAsync(HttpContext context, string redirectUri, IEnumerable<KeyValuePair<string, string>> answer)
    {
        var nonce = Page.NewNonce();
        var inputs = string.Join(
            '\n', answer.Select(pair => $"<input type=\"hidden\" name=\"{pair.Key}\" value=\"{Escape.Html(pair.Value)}\"/>"));
        return Page.WriteAsync(
            context,
            $"""
             <!DOCTYPE html>
             <html lang="en">
             <head>
             <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
             <meta name="viewport" content="width=device-width, initial-scale=1" />
             <meta name="color-scheme" content="light dark" />
             <meta name="robots" content="none" />
             <title>Signing in...</title>
             </head>
             <body>
             <form id="appForm" method="post" name="oauthResponse" action="{Escape.Html(redirectUri)}">
             {inputs}
             </form>
             <script nonce="{nonce}">document.forms['appForm'].submit();</script>
             </body>
             </html>
             """,
            nonce);
    }
}
