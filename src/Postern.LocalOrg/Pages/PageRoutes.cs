using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>What a person meets in a browser, and every path that no other surface owns.</summary>
sealed class PageRoutes(OrgDirectory directory)
{
    static readonly string[] GetOrPost = ["GET", "POST"];
    static readonly string[] OktasOwn = ["/login", "/signin", "/app", "/home", "/activate", "/sso", "/idp", "/user", "/admin"];

    public required SignInForm SignIn { get; init; }

    public required TransactionForm Transactions { get; init; }

    public required AccountForm Accounts { get; init; }

    public required MailedTokenForm Tokens { get; init; }

    public required ConsentForm Consent { get; init; }

    public required DeviceActivation Activation { get; init; }

    public required HomePage Home { get; init; }

    public required StepUpRedirect StepUp { get; init; }

    public required MailLink Mailed { get; init; }

    public required SessionCookieRedirect SessionCookies { get; init; }

    public required WebSsoSignIn WebSso { get; init; }

    /// <summary>What the org's own address shows. An application that mounts the org may have a page of its own there.</summary>
    public required RequestDelegate Front { get; init; }

    public void Map(RouteMap routes, SurfaceKit kit)
    {
        var surface = kit.Surface<PageRoutes>(routes, WriteAsync);
        surface.Map(PagePaths.SignIn, GetOrPost, Own(SignIn.HandleAsync));
        surface.Post(PagePaths.Step, Own(Transactions.HandleAsync));
        surface.Map(PagePaths.ForgottenPassword, GetOrPost, Own(Accounts.ForgottenAsync));
        surface.Map(PagePaths.LockedAccount, GetOrPost, Own(Accounts.LockedAsync));
        surface.Map(PagePaths.Register, GetOrPost, Own(Accounts.RegisterAsync));
        surface.Map(PagePaths.Welcome, GetOrPost, Own(Tokens.WelcomeAsync));
        surface.Map(PagePaths.Reset, GetOrPost, Own(Tokens.ResetAsync));
        surface.Map(PagePaths.ForgottenReset, GetOrPost, Own(Tokens.ResetAsync));
        surface.Map(PagePaths.SignOut, GetOrPost, Own(Home.SignOutAsync));
        surface.Get(PagePaths.StepUp, StepUp.HandleAsync);
        surface.Get(PagePaths.TokenRedirect, StepUp.HandleOrShowAsync);
        surface.Get(MailLinks.Path, Mailed.HandleAsync);
        surface.Get(PagePaths.SessionCookie, SessionCookies.HandleAsync);
        surface.Map(PagePaths.WebSso, GetOrPost, Own(WebSso.HandleAsync));
        surface.Post(PagePaths.Consent, Own(Consent.HandleAsync));
        surface.Get(PagePaths.Home, Home.HandleAsync);
        surface.Map(Paths.Activate, GetOrPost, Own(Activation.HandleAsync));
        foreach (var path in OktasOwn)
            surface.NotBuilt(path + "/{**rest}");
        surface.NothingBut("/{**rest}", request => request.Path == "/" && HttpMethods.IsGet(request.Method) ? Front : null);
    }

    RequestDelegate Own(RequestDelegate handle) => context => HttpMethods.IsPost(context.Request.Method) && IsOfAnotherSite(context.Request)
        ? WriteAsync(
            context,
            "invalid_request",
            "The form was sent by a page of another site. Open the app you came from once more.",
            StatusCodes.Status403Forbidden)
        : handle(context);

    /// <summary>
    /// Nobody's page but ours signs a browser in, or consents for its user: OpenID Connect Core 15.6.2 leaves the how to us, and browsers
    /// say whose form it is.
    /// </summary>
    static bool IsOfAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is [{ } site]
        ? site is "cross-site"
        : request.Headers.Origin is [{ } origin]
            && origin is not "null"
            && !origin.EndsWith($"//{request.Host}", StringComparison.OrdinalIgnoreCase);

    Task WriteAsync(HttpContext context, Trouble trouble) => trouble switch
    {
        Trouble.Refused { Refusal: PageProblem problem } =>
            WriteAsync(context, problem.Error, problem.Message, problem.Status),
        Trouble.Refused { Refusal: SignInRefusal refusal } =>
            WriteAsync(context, "invalid_request", RefusalSentences.Of(refusal), StatusCodes.Status400BadRequest),
        Trouble.Refused { Refusal: OAuthError error } =>
            WriteAsync(context, error.Error, error.Description, StatusCodes.Status400BadRequest),
        Trouble.MethodNotAllowed =>
            WriteAsync(
                context, "invalid_request", "The page does not support the provided HTTP method.", StatusCodes.Status405MethodNotAllowed),
        Trouble.NotBuilt =>
            WriteAsync(
                context, "not_supported", "The local org does not have this page of Okta's yet.", StatusCodes.Status501NotImplemented),
        Trouble.NothingHere => WriteNothingAsync(context),
        Trouble.Garbage => WriteAsync(context, "invalid_request", "The form could not be read.", StatusCodes.Status400BadRequest),
        Trouble.DatabaseAway => WriteAsync(
            context, "temporarily_unavailable", "The local org cannot reach its database for the moment. Try again in a few seconds.",
            StatusCodes.Status503ServiceUnavailable),
        _ =>
            WriteAsync(
                context,
                "server_error",
                "Something went wrong in the local org; its log says what.",
                StatusCodes.Status500InternalServerError),
    };

    Task WriteNothingAsync(HttpContext context)
    {
        var hint = NearMisses.Hint(context.Request);
        if (hint is not null)
            context.Response.Tell(OktaHeaders.Hint, hint);
        return WriteAsync(
            context, "not_found", $"There is nothing at this address.{(hint is null ? "" : $" {hint}.")}", StatusCodes.Status404NotFound);
    }

    Task WriteAsync(HttpContext context, string error, string description, int status)
    {
        context.NoteError(error);
        return ErrorPage.WriteAsync(context, directory.Org.Name, error, description, status);
    }
}
