using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Management;

/// <summary>The table of what the Management API answers here, and the one place that writes its errors. The rest of <c>/api/v1</c> is refused politely beside authn's.</summary>
sealed partial class ManagementRoutes(ApiCaller callers, AuthorizationServerKeys keys, ConsentGrants grants, TrustedPages trusted, ILogger<ManagementRoutes> logger)
{
    const string Server = "/api/v1/authorizationServers/{authorizationServerId}";
    const string User = "/api/v1/users/{userId}";
    const string Read = "okta.authorizationServers.read";
    const string Manage = "okta.authorizationServers.manage";
    const string ManageUsers = "okta.users.manage";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Server + "/credentials/keys", For("GET", Read, keys.ListAsync));
        routes.Map(Server + "/credentials/keys/{kid}", For("GET", Read, keys.FindAsync));
        routes.Map(Server + "/credentials/lifecycle/keyRotate", For("POST", Manage, keys.RotateAsync));
        // By this method alone: reading them is refused politely with the rest.
        routes.MapMethods(User + "/grants", ["DELETE"], For("DELETE", ManageUsers, grants.RevokeAsync));
        routes.MapMethods(User + "/clients/{clientId}/grants", ["DELETE"], For("DELETE", ManageUsers, grants.RevokeAsync));
    }

    RequestDelegate For(string method, string scope, RequestDelegate handle) => async context =>
    {
        try
        {
            if (await trusted.AnswerPreflightAsync(context, $"{method}, OPTIONS"))
                return;
            if (context.Request.Method != method)
                throw OktaError.MethodNotSupported(method);
            await context.CatchUpAsync();
            await callers.CheckAsync(context, scope);
            await handle(context);
        }
        catch (OktaError error)
        {
            await error.WriteAsync(context);
        }
        catch (OAuthError refused)
        {
            // UNCONFIRMED (api-access-management.md 2): this surface's body, and what is wrong with the access token in the header.
            await (refused.Error is OAuthErrors.InsufficientScope ? OktaError.NotPermitted(refused.Header) : OktaError.InvalidToken(refused.Header)).WriteAsync(context);
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or JsonException)
        {
            await OktaError.Malformed().WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: nobody is left to answer.
        }
        catch (Exception away) when (Outage.IsTold(context, away, logger))
        {
            await OktaError.Unavailable().WriteAsync(context);
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            RequestFailed(logger, unexpected);
            await OktaError.Unexpected().WriteAsync(context);
        }
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A management request failed unexpectedly")]
    static partial void RequestFailed(ILogger logger, Exception exception);
}
