using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// Tells what goes wrong while a browser is answered: to the client once it is known where that wants its answers, before that on a page
/// (oidc.md 6). What no browser does is told as anywhere.
/// </summary>
sealed class BrowserErrors(OrgDirectory directory)
{
    public Task WriteAsync(HttpContext context, Trouble trouble) => trouble switch
    {
        Trouble.Refused { Refusal: OAuthError error } => WriteAsync(context, error, StatusCodes.Status400BadRequest),
        Trouble.DatabaseAway => WriteAsync(context, OAuthError.TemporarilyUnavailable(), StatusCodes.Status503ServiceUnavailable),
        Trouble.Unexpected => WriteAsync(context, OAuthError.Unexpected(), StatusCodes.Status500InternalServerError),
        _ => OAuthTrouble.WriteAsync(context, trouble),
    };

    /// <summary>RFC 6749 section 4.1.2.1: a redirect cannot carry a status of 500 or 503, and so both have a code there.</summary>
    Task WriteAsync(HttpContext context, OAuthError error, int pageStatus)
    {
        OAuthTrouble.Note(context, error);
        return context.Features.Get<Asker>()?.Target is { } target
            ? AuthorizeAnswer.WriteAsync(context, target, error)
            : ErrorPage.WriteAsync(context, directory.Org.Name, error.Error, error.Description, pageStatus);
    }
}

/// <summary>Who asks, as far as it is known yet. It goes with the request, so that whoever writes what went wrong knows where to.</summary>
sealed class Asker
{
    /// <summary>Null until client and redirect URI have been checked.</summary>
    public AuthorizeTarget? Target { get; set; }

    /// <summary>Null until it has been found.</summary>
    public App? Client { get; set; }

    public static Asker Of(HttpContext context)
    {
        var asker = new Asker();
        context.Features.Set(asker);
        return asker;
    }
}
