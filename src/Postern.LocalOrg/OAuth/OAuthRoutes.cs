using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.OAuth.Registration;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>The table of the OAuth surface, and the one place that writes its errors.</summary>
sealed partial class OAuthRoutes(
    AuthorizeEndpoint authorize, TokenEndpoint token, IntrospectEndpoint introspect, RevokeEndpoint revoke,
    KeysEndpoint keys, DiscoveryEndpoint discovery, UserInfoEndpoint userInfo, LogoutEndpoint logout,
    PushedAuthorizationEndpoint pushed, DeviceAuthorizationEndpoint device, BackchannelAuthenticationEndpoint backchannel, RegistrationEndpoint registration,
    RateLimiter limits, ILogger<OAuthRoutes> logger)
{
    /// <summary>Okta's, not built yet.</summary>
    public static readonly IReadOnlyList<string> Unsupported =
    [
        "interact", "primary-authenticate", "oob-authenticate", "challenge",
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var server in (string[])[Paths.OAuth, Paths.OAuth + "/{authorizationServerId}"])
        {
            routes.Map(server + Paths.Authorize, Guarded(["GET", "POST"], Limited("authorize", authorize.HandleAsync)));
            routes.Map(server + Paths.Token, Errors(["POST", "OPTIONS"], Limited("token", token.HandleAsync)));
            routes.Map(server + Paths.Introspect, Errors(["POST", "OPTIONS"], introspect.HandleAsync));
            routes.Map(server + Paths.Revoke, Errors(["POST", "OPTIONS"], revoke.HandleAsync));
            routes.Map(server + Paths.Keys, Errors(["GET", "OPTIONS"], keys.HandleAsync));
            routes.Map(server + Paths.UserInfo, Errors(["GET", "POST", "OPTIONS"], userInfo.HandleAsync));
            routes.Map(server + Paths.Logout, Guarded(["GET", "POST"], logout.HandleAsync));
            routes.Map(server + Paths.PushedAuthorizationRequest, Errors(["POST", "OPTIONS"], pushed.HandleAsync));
            routes.Map(server + Paths.DeviceAuthorize, Errors(["POST", "OPTIONS"], device.HandleAsync));
            routes.Map(server + Paths.BackchannelAuthorize, Errors(["POST", "OPTIONS"], backchannel.HandleAsync));
            foreach (var path in Unsupported)
                routes.Map($"{server}/v1/{path}", Errors([], RefuseUnsupported));
        }

        routes.Map(AuthorizeEndpoint.ResumePath, Guarded(["GET"], authorize.ResumeAsync));
        routes.Map(Paths.Clients, Errors(["GET", "POST"], registration.ClientsAsync));
        routes.Map(Paths.Clients + "/{clientId}", Errors(["GET", "PUT", "DELETE"], registration.ClientAsync));
        routes.Map(Paths.Clients + "/{clientId}/lifecycle/newSecret", Errors(["POST"], registration.NewSecretAsync));
        routes.Map(Paths.Clients + "/{**rest}", Errors([], RefuseUnsupported));
        discovery.Map(routes, handle => Errors(["GET", "OPTIONS"], handle));
        routes.Map(Paths.OAuth + "/{**rest}", Errors([], RefuseUnknown));
    }

    /// <summary>1,200 a minute for each of the two endpoints; the refusal has the other surface's shape (oidc.md 20).</summary>
    RequestDelegate Limited(string bucket, RequestDelegate handle) => async context =>
        await (await limits.TryTakeAsync(context, bucket, perMinute: 1200) ? handle(context) : OktaError.RateLimited().WriteAsync(context));

    RequestDelegate Errors(string[] methods, RequestDelegate handle) => Guarded(methods, async context =>
    {
        await context.CatchUpAsync();
        await handle(context);
    });

    /// <summary>Whatever goes wrong inside leaves as this surface's error. What answers browsers has pages for that, and catches up where it writes them. No methods: any.</summary>
    RequestDelegate Guarded(string[] methods, RequestDelegate handle) => async context =>
    {
        try
        {
            // Before anything can be refused: where pages may call, they may read why not.
            if (methods.Length == 0 || methods.Contains("OPTIONS"))
                BrowserCalls.AllowOrigin(context);
            if (methods.Length > 0 && !methods.Contains(context.Request.Method))
                throw new OAuthError(OAuthErrors.InvalidRequest, "The endpoint does not support the provided HTTP method", StatusCodes.Status405MethodNotAllowed)
                {
                    Header = ("Allow", string.Join(", ", methods)),
                };

            await handle(context);
        }
        catch (OAuthError error)
        {
            await WriteAsync(context, error);
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or InvalidDataException)
        {
            await WriteAsync(context, OAuthError.InvalidRequest("Invalid request"));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: nobody is left to answer.
        }
        catch (Exception away) when (Outage.IsTold(context, away, logger))
        {
            await WriteAsync(context, OAuthError.TemporarilyUnavailable());
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            RequestFailed(logger, unexpected);
            await WriteAsync(context, OAuthError.Unexpected());
        }
    };

    // What has been set so far stays: a page may read its refusal, and the rate limit's headers belong to every answer.
    static Task WriteAsync(HttpContext context, OAuthError error)
    {
        if (error.Header is var (name, value))
            context.Response.Headers[name] = value;
        return context.Response.WriteJsonAsync(new() { Error = error.Error, ErrorDescription = error.Description }, OAuthJson.Wire.ErrorBody, error.Status);
    }

    static Task RefuseUnsupported(HttpContext context) => BrowserCalls.AnswerPreflight(context)
        ? Task.CompletedTask
        : throw new OAuthError(OAuthErrors.ServerError, $"The local org does not support {OktaHeaders.Name(context.Request)} yet.", StatusCodes.Status501NotImplemented)
        {
            Header = (OktaHeaders.Unsupported, OktaHeaders.Name(context.Request)),
        };

    /// <summary>In the other surface's shape, as whatever Okta has nothing at (authn.md 14). UNCONFIRMED: that it is no page here.</summary>
    Task RefuseUnknown(HttpContext context)
    {
        if (BrowserCalls.AnswerPreflight(context))
            return Task.CompletedTask;

        if (NearMisses.Hint(context.Request) is { } hint)
        {
            context.Response.Headers[OktaHeaders.Hint] = hint;
            NearMiss(logger, OktaHeaders.Name(context.Request), hint);
        }

        return OktaError.PathNotFound().WriteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is nothing at {Call}: {Hint}")]
    static partial void NearMiss(ILogger logger, string call, string hint);

    [LoggerMessage(Level = LogLevel.Error, Message = "An OAuth request failed unexpectedly")]
    static partial void RequestFailed(ILogger logger, Exception exception);
}
