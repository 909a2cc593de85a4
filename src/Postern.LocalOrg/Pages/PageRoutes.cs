using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>What a person meets in a browser, and every path that no other surface owns.</summary>
sealed partial class PageRoutes(SignInForm signIn, TransactionForm transactions, ConsentForm consent, DeviceActivation activation, HomePage home, StepUpRedirect stepUp, Organization org, ILogger<PageRoutes> logger)
{
    public const string SignInPath = "/login/login.htm";
    public const string StepPath = "/login/step";
    public const string SignOutPath = "/login/signout";
    public const string ConsentPath = "/login/consent";
    public const string HomePath = "/app/UserHome";
    public const string StepUpPath = "/login/step-up/redirect";

    static readonly string[] OktasOwn = ["/login", "/signin", "/app", "/home", "/activate", "/sso", "/idp", "/user", "/admin"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(SignInPath, Errors(["GET", "POST"], signIn.HandleAsync));
        routes.Map(StepPath, Errors(["POST"], transactions.HandleAsync));
        routes.Map(SignOutPath, Errors(["GET", "POST"], home.SignOutAsync));
        routes.Map(StepUpPath, Errors(["GET"], stepUp.HandleAsync));
        routes.Map(ConsentPath, Errors(["POST"], consent.HandleAsync));
        routes.Map(HomePath, Errors(["GET"], home.HandleAsync));
        routes.Map(Paths.Activate, Errors(["GET", "POST"], activation.HandleAsync));
        routes.Map("/{**rest}", Errors([], RefuseAsync));
    }

    /// <summary>Whatever goes wrong inside leaves as a page. No methods: any.</summary>
    RequestDelegate Errors(string[] methods, RequestDelegate handle) => async context =>
    {
        try
        {
            await context.CatchUpAsync();
            if (methods.Length > 0 && !methods.Contains(context.Request.Method))
                await RefuseMethodAsync(context, methods);
            else if (HttpMethods.IsPost(context.Request.Method) && IsOfAnotherSite(context.Request))
                await ErrorPage.WriteAsync(context, org.Name, "invalid_request", "The form was sent by a page of another site. Open the app you came from once more.", StatusCodes.Status403Forbidden);
            else
                await handle(context);
        }
        catch (OAuthError error)
        {
            await ErrorPage.WriteAsync(context, org.Name, error.Error, error.Description, StatusCodes.Status400BadRequest);
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or InvalidDataException)
        {
            await ErrorPage.WriteAsync(context, org.Name, "invalid_request", "The form could not be read.", StatusCodes.Status400BadRequest);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone: nobody is left to answer.
        }
        catch (Exception away) when (Outage.IsTold(context, away, logger))
        {
            await ErrorPage.WriteAsync(
                context, org.Name, "temporarily_unavailable", "The local org cannot reach its database for the moment. Try again in a few seconds.", StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            RequestFailed(logger, unexpected);
            await ErrorPage.WriteAsync(context, org.Name, "server_error", "Something went wrong in the local org; its log says what.", StatusCodes.Status500InternalServerError);
        }
    };

    /// <summary>Nobody's page but ours signs a browser in, or consents for its user: OpenID Connect Core 15.6.2 leaves the how to us, and browsers say whose form it is.</summary>
    static bool IsOfAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is [{ } site]
        ? site is "cross-site"
        : request.Headers.Origin is [{ } origin] && origin is not "null" && !origin.EndsWith($"//{request.Host}", StringComparison.OrdinalIgnoreCase);

    Task RefuseMethodAsync(HttpContext context, string[] methods)
    {
        context.Response.Headers.Allow = string.Join(", ", methods);
        return ErrorPage.WriteAsync(context, org.Name, "invalid_request", "The page does not support the provided HTTP method.", StatusCodes.Status405MethodNotAllowed);
    }

    Task RefuseAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (!OktasOwn.Any(own => path.StartsWithSegments(own, StringComparison.OrdinalIgnoreCase)))
            return RefuseUnknownAsync(context);

        context.Response.Headers[OktaHeaders.Unsupported] = OktaHeaders.Name(context.Request);
        return ErrorPage.WriteAsync(context, org.Name, "not_supported", "The local org does not have this page of Okta's yet.", StatusCodes.Status501NotImplemented);
    }

    Task RefuseUnknownAsync(HttpContext context)
    {
        var hint = NearMisses.Hint(context.Request);
        if (hint is not null)
            context.Response.Headers[OktaHeaders.Hint] = hint;
        return ErrorPage.WriteAsync(
            context, org.Name, "not_found", $"There is nothing at this address.{(hint is null ? "" : $" {hint}.")}", StatusCodes.Status404NotFound);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed unexpectedly")]
    static partial void RequestFailed(ILogger logger, Exception exception);
}
