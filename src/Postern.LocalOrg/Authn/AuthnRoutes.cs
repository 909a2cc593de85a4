using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Authn.Steps;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>The table of <c>/api/v1</c>, and the one place that writes its errors.</summary>
sealed partial class AuthnRoutes(
    PrimaryAuthentication primary, Dispatcher dispatcher, IReadOnlyList<IAuthnStep> steps, RecoveryStart recovery, FactorPages pages,
    AuthenticateStep authenticate, RateLimiter limits, OrgStore store, Organization org, ILogger<AuthnRoutes> logger)
{
    /// <summary>Okta's operations that only its own pages make (authn.md 11), and Duo's (authn.md 2).</summary>
    static readonly string[] Unsupported = ["factors/{id}/lifecycle/duoCallback", "consent", "poll", "device/activate"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Paths.Authn, Errors(BeginOrContinueAsync));
        foreach (var step in steps)
            routes.Map(Paths.Authn + step.Path, Errors(context => TakeAsync(step, context)));
        routes.Map(Paths.Authn + "/recovery/password", Recovery((request, caller, ct) => recovery.BeginAsync(RecoveryTypes.Password, request, caller, ct)));
        routes.Map(Paths.Authn + "/recovery/unlock", Recovery((request, caller, ct) => recovery.BeginAsync(RecoveryTypes.Unlock, request, caller, ct)));
        routes.Map(Paths.Authn + "/recovery/token", Recovery(recovery.RedeemAsync));
        foreach (var path in Unsupported)
            routes.Map($"{Paths.Authn}/{path}", Errors(context => throw OktaError.Unsupported(context.Request)));
        routes.Map(Paths.Authn + "/{**rest}", Errors(_ => throw OktaError.PathNotFound()));
        routes.Map("/api/v1/users/{userId}/factors/questions", Errors(FactorPages.QuestionsAsync));
        routes.Map("/api/v1/users/{userId}/factors/{factorId}/qr/{token}", Errors(pages.QrCodeAsync));
        routes.Map("/api/v1/{**rest}", Errors(context => throw OktaError.Unsupported(context.Request)));
        routes.Map("/api/{**rest}", Errors(_ => throw OktaError.PathNotFound()));
    }

    /// <summary>A body that names a state token goes on with its transaction; any other begins one.</summary>
    Task BeginOrContinueAsync(HttpContext context) => AnswerAsync(context, async request => request.StateToken is null
        ? await primary.BeginAsync(request, AuthnCaller.Read(context, request, org), context.RequestAborted)
        : await dispatcher.TakeAsync(authenticate, request, context, context.RequestAborted));

    Task TakeAsync(IAuthnStep step, HttpContext context) =>
        AnswerAsync(context, async request => await dispatcher.TakeAsync(step, request, context, context.RequestAborted));

    RequestDelegate Recovery(Func<AuthnRequest, AuthnCaller, CancellationToken, Task<TransactionBody>> begin) => Errors(context =>
        AnswerAsync(context, async request => await begin(request, AuthnCaller.Read(context, request, org), context.RequestAborted)));

    async Task AnswerAsync(HttpContext context, Func<AuthnRequest, Task<TransactionBody?>> answer)
    {
        await AllowTrustedOriginAsync(context);
        if (HttpMethods.IsOptions(context.Request.Method))
            return;
        if (!HttpMethods.IsPost(context.Request.Method))
            throw OktaError.MethodNotSupported("POST, OPTIONS");
        if (!limits.TryTake(context, "authn", perMinute: 600))
            throw OktaError.RateLimited();

        var body = await answer(await ReadAsync(context.Request, context.RequestAborted));
        if (body is null)
        {
            await context.Response.WriteJsonAsync(new() { RelayState = "" }, OktaJson.Wire.CancelledBody);
            return;
        }

        if (body.StateToken is not null)
            AuthnCaller.NameDevice(context);
        await context.Response.WriteJsonAsync(body, OktaJson.Wire.TransactionBody);
    }

    // Read here, not by the binder: binding failures happen before the filter and would leave as bare 415s and 500s.
    static async Task<AuthnRequest> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        MediaTypes.Check(request);
        try
        {
            return await JsonSerializer.DeserializeAsync(request.BodyReader, OktaJson.Wire.AuthnRequest, ct) ?? throw OktaError.Malformed();
        }
        catch (JsonException)
        {
            throw OktaError.Malformed();
        }
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

    /// <summary>Besides the trusted origins, those of the apps' redirect URIs, so that nobody need list them: authn.md 1.</summary>
    async Task AllowTrustedOriginAsync(HttpContext context)
    {
        context.Response.Headers.Vary = "Origin";
        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin])
            return;

        if (!org.Trusts(origin) && !(await store.AllAppsAsync(context.RequestAborted)).SelectMany(app => app.RedirectUris).Any(uri => BrowserCalls.IsFrom(uri, origin)))
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
