using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Html;

/// <summary>What a person sees when there is nowhere to redirect to: oidc.md 5.5.</summary>
static class ErrorPage
{
    public static Task WriteAsync(HttpContext context, string orgName, string error, string description, int status) =>
        Page.WriteAsync(
            context,
            Page.Whole(
                $"{Readable(orgName)} - Error",
                "class=\"error-content\"",
                $"""
                 <h1>{status}</h1>
                 <p>Your request resulted in an error. {Readable(description)}</p>
                 <p class="aside">Error Code: {Readable(error)}</p>
                 <p><a href="{PagePaths.Home}">Go to Homepage</a></p>
                 """),
            scriptNonce: null,
            status);

    /// <summary>Text between tags needs less escaping than an attribute, and people search pages for it.</summary>
    static string Readable(string text) =>
        System.Text.Encodings.Web.HtmlEncoder.Default.Encode(text).Replace("&#x27;", "'", StringComparison.Ordinal);
}
