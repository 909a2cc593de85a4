using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.Local.Authn;
using Postern.Local.OAuth;
using Postern.Local.SignIn;
using Postern.Local.Storage;
using Postern.Protocol;

namespace Postern.Local.Pages;

/// <summary>What a person meets in a browser, and every path that no other surface owns.</summary>
sealed partial class PageRoutes(OrgStore store, PasswordSignIn signIn, NextState next, AuthorizeSession session, SignInPage page, Organization org, ILogger<PageRoutes> logger)
{
    public const string SignInPath = "/login/login.htm";

    static readonly string[] OktasOwn = ["/login", "/signin", "/app", "/home", "/activate", "/sso", "/idp", "/user", "/admin"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(SignInPath, Errors(SignInAsync));
        routes.Map("/{**rest}", Errors(RefuseAsync));
    }

    RequestDelegate Errors(RequestDelegate handle) => async context =>
    {
        try
        {
            await handle(context);
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or InvalidDataException)
        {
            await ErrorPage.WriteAsync(context, org.Name, "invalid_request", "The form could not be read.", StatusCodes.Status400BadRequest);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone: nobody is left to answer.
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            RequestFailed(logger, unexpected);
            await ErrorPage.WriteAsync(context, org.Name, "server_error", "Something went wrong in the local org; its log says what.", StatusCodes.Status500InternalServerError);
        }
    };

    async Task SignInAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var form = HttpMethods.IsPost(context.Request.Method) ? await UrlEncodedForm.ReadAsync(context.Request, ct) : FormCollection.Empty;
        string key = form["okta_key"].ToString(), login = form["username"].ToString();
        if (!await store.IsAuthorizeRequestAliveAsync(key, ct))
        {
            await ErrorPage.WriteAsync(context, org.Name, "invalid_request", "Request expired, please start over and try again: open the app you came from once more.", StatusCodes.Status400BadRequest);
            return;
        }

        var outcome = await signIn.TryAsync(login, form["password"].ToString(), ct);
        var state = outcome.Accepted is { } accepted ? await StateAsync(accepted, context, ct) : outcome.IsLockedOut ? AuthnStatuses.LockedOut : null;
        if (outcome.Accepted is not { User: var user } || state is not AuthnStatuses.Success)
        {
            await page.WriteAsync(context, key, login, Problem(state));
            return;
        }

        await session.BeginAsync(context, new() { UserId = user.Id, AuthenticatedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(), Methods = "pwd" }, ct);
        context.Response.Redirect("/oauth2/v1/authorize/redirect?okta_key=" + key);
    }

    /// <summary>What the policies want besides the password.</summary>
    async Task<string?> StateAsync(Credentials accepted, HttpContext context, CancellationToken ct)
    {
        var transaction = new Transaction { UserId = accepted.User.Id, Status = AuthnStatuses.Unauthenticated, Address = context.Connection.RemoteIpAddress?.ToString() };
        return await next.SessionRuleAsync(transaction, accepted.User, ct) is { AllowsAccess: false } ? null : (await next.OfAsync(transaction, accepted, ct)).Status;
    }

    static string Problem(string? state) => state switch
    {
        AuthnStatuses.LockedOut => "Your account is locked. Please contact your administrator.",
        AuthnStatuses.PasswordExpired => "Your password has expired, and this page cannot change it yet.",
        AuthnStatuses.MfaRequired => "This account needs a second factor, which this page cannot ask for yet.",
        AuthnStatuses.MfaEnroll => "This account must enroll a factor, which this page cannot do yet.",
        _ => "Unable to sign in",
    };

    Task RefuseAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (!OktasOwn.Any(own => path.StartsWithSegments(own, StringComparison.OrdinalIgnoreCase)))
            return ErrorPage.WriteAsync(context, org.Name, "not_found", "There is nothing at this address.", StatusCodes.Status404NotFound);

        context.Response.Headers[OktaHeaders.Unsupported] = OktaHeaders.Name(context.Request);
        return ErrorPage.WriteAsync(context, org.Name, "not_supported", "The local org does not have this page of Okta's yet.", StatusCodes.Status501NotImplemented);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed unexpectedly")]
    static partial void RequestFailed(ILogger logger, Exception exception);
}
