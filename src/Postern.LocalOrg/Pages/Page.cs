using Microsoft.AspNetCore.Http;
using Postern.Local.Tokens;

namespace Postern.Local.Pages;

/// <summary>Writes a page under a policy that lets nothing run or load but what the page brings.</summary>
static class Page
{
    public static string NewNonce() => Secrets.New(16);

    /// <summary>Null nonce: no script at all. <c>form-action</c> is left open, since a form_post goes to the app and a sign-in may be redirected there.</summary>
    public static Task WriteAsync(HttpContext context, string html, string? scriptNonce, int status = StatusCodes.Status200OK)
    {
        var script = scriptNonce is null ? "'none'" : $"'nonce-{scriptNonce}'";
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src {script}; style-src 'unsafe-inline'; base-uri 'none'";
        return context.Response.WriteHtmlAsync(html, status);
    }
}
