using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.Local.OAuth;
using Postern.Local.SignIn;
using Postern.Local.Storage;
using Postern.Protocol;

namespace Postern.Local.Authn;

/// <summary>The table of <c>/api/v1</c>, and the one place that writes its errors.</summary>
sealed partial class AuthnRoutes(PrimaryAuthentication primary, RateLimiter limits, OrgStore store, ILogger<AuthnRoutes> logger)
{
    /// <summary>Okta's operations on a transaction (authn.md 2), not built yet.</summary>
    static readonly string[] Unsupported =
    [
        "credentials/change_password", "credentials/reset_password", "factors", "factors/{id}/lifecycle/{**step}", "factors/{id}/verify", "factors/{id}/verify/resend",
        "recovery/password", "recovery/unlock", "recovery/factors/{type}/verify", "recovery/factors/{type}/resend", "recovery/token", "recovery/answer",
        "previous", "skip", "cancel", "introspect", "consent", "poll", "device/activate",
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Paths.Authn, Errors(HandleAsync));
        foreach (var path in Unsupported)
            routes.Map($"{Paths.Authn}/{path}", Errors(context => throw OktaError.Unsupported(context.Request)));
        routes.Map(Paths.Authn + "/{**rest}", Errors(_ => throw OktaError.PathNotFound()));
        routes.Map("/api/v1/{**rest}", Errors(context => throw OktaError.Unsupported(context.Request)));
        routes.Map("/api/{**rest}", Errors(_ => throw OktaError.PathNotFound()));
    }

    async Task HandleAsync(HttpContext context)
    {
        await AllowTrustedOriginAsync(context);
        if (HttpMethods.IsOptions(context.Request.Method))
            return;
        if (!HttpMethods.IsPost(context.Request.Method))
            throw OktaError.MethodNotSupported("POST, OPTIONS");
        if (!limits.TryTake(context, "authn", perMinute: 600))
            throw OktaError.RateLimited();

        await primary.HandleAsync(context);
    }

    /// <summary>Whatever goes wrong inside leaves as this surface's error.</summary>
    RequestDelegate Errors(RequestDelegate handle) => async context =>
    {
        try
        {
            await handle(context);
        }
        catch (OktaError error)
        {
            await error.WriteAsync(context);
        }
        catch (BadHttpRequestException)
        {
            await OktaError.Malformed().WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: nobody is left to answer.
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            RequestFailed(logger, unexpected);
            await OktaError.Unexpected().WriteAsync(context);
        }
    };

    /// <summary>The origins of the apps' redirect URIs stand in for Okta's list of trusted origins: authn.md 1.</summary>
    async Task AllowTrustedOriginAsync(HttpContext context)
    {
        context.Response.Headers.Vary = "Origin";
        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin])
            return;

        var apps = await store.AllAppsAsync(context.RequestAborted);
        if (!apps.SelectMany(app => app.RedirectUris).Any(uri => BrowserCalls.IsFrom(uri, origin)))
            return;

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.AccessControlAllowMethods = "POST, OPTIONS";
        headers.AccessControlAllowHeaders = "Content-Type, Accept, X-Okta-User-Agent-Extended, X-Okta-XsrfToken";
        headers.AccessControlMaxAge = "3600";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An authentication request failed unexpectedly")]
    static partial void RequestFailed(ILogger logger, Exception exception);
}
