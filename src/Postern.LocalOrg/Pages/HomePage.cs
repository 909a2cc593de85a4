using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;

namespace Postern.LocalOrg.Pages;

/// <summary>Where somebody is who has signed in for no app: it says as whom, and signs them out.</summary>
sealed class HomePage(BrowserSession session, OrgDirectory directory)
{
    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        if (await session.LiveAsync(context, ct) is { } live && await directory.Users.FindAsync(live.Authentication.UserId, ct) is { } user)
            await WriteAsync(context, user);
        else
            context.Response.Redirect(PagePaths.SignIn);
    }

    /// <summary>Okta's own way out of the browser, without an app.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        await session.EndAsync(context, context.RequestAborted);
        context.Response.Redirect(PagePaths.SignIn);
    }

    Task WriteAsync(HttpContext context, User user) =>
        Page.WriteAsync(
            context,
            directory,
            "Home",
            "okta-home",
            $"""
             <h1>{Escape.Html(directory.Org.Name)}</h1>
             <p>You are signed in as {Escape.Html(user.Login)}.</p>
             <form method="post" action="{PagePaths.SignOut}"><button type="submit">Sign out</button></form>
             """);
}
