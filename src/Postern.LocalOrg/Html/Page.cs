using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Html;

/// <summary>Writes a page under a policy that lets nothing run or load but what the page brings.</summary>
static class Page
{
    /// <summary>For the one control of a page that a keyboard should be at.</summary>
    public const string Focus = " autofocus";

    public static string NewNonce() => Secrets.New(16);

    /// <summary>
    /// A page for a person: the body goes into a <c>main</c>, whose id says to clients that read HTML what is asked (oidc.md 5.6).
    /// </summary>
    public static Task WriteAsync(HttpContext context, OrgDirectory directory, string title, string mainId, string body) =>
        WriteAsync(context, Whole($"{Escape.Html(directory.Org.Name)} - {title}", $"id=\"{mainId}\"", body), scriptNonce: null);

    /// <summary>The same, where a security key must be asked: the body's one script has the nonce.</summary>
    public static Task WriteScriptedAsync(
        HttpContext context, OrgDirectory directory, string title, string mainId, string body, string scriptNonce) =>
        WriteUnderAsync(
            $"script-src 'nonce-{scriptNonce}'; {InNoFrame}", context,
            Whole($"{Escape.Html(directory.Org.Name)} - {title}", $"id=\"{mainId}\"", body), StatusCodes.Status200OK);

    /// <summary>What every page for a person has. Title, attributes and body are HTML.</summary>
    public static string Whole(string title, string mainAttributes, string body) => Document(
        title,
        Style.Sheet,
        $"""
         <main {mainAttributes}>
         {body}
         </main>
         """);

    /// <summary>The same without a <c>main</c>, and with styles or scripts of its own in the head.</summary>
    public static string Document(string title, string head, string body) =>
        $"""
         <!DOCTYPE html>
         <html lang="en">
         <head>
         <meta charset="utf-8">
         <meta name="viewport" content="width=device-width, initial-scale=1">
         <meta name="color-scheme" content="light dark">
         <meta name="robots" content="none">
         <title>{title}</title>
         {head}
         </head>
         <body>
         {body}
         </body>
         </html>
         """;

    /// <summary>
    /// Null nonce: a page for a person, with no script at all, and in nobody's frame (RFC 9700 section 4.16.2); those with a script answer
    /// apps, which may hide them in one.
    /// <c>form-action</c> is left open, since a form_post goes to the app and a sign-in may be redirected there.
    /// </summary>
    public static Task WriteAsync(HttpContext context, string html, string? scriptNonce, int status = StatusCodes.Status200OK) =>
        WriteUnderAsync(
            scriptNonce is null ? $"script-src 'none'; {InNoFrame}" : $"script-src 'nonce-{scriptNonce}'", context, html, status);

    const string InNoFrame = "img-src 'self'; frame-ancestors 'none'";

    static Task WriteUnderAsync(string scripts, HttpContext context, string html, int status)
    {
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; {scripts}; style-src 'unsafe-inline'; base-uri 'none'";
        return context.Response.WriteHtmlAsync(html, status);
    }
}
