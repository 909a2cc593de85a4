using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Authn.Steps;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>The table of <c>/api/v1</c>, and the one place that writes its errors.</summary>
sealed partial class AuthnRoutes(
    PrimaryAuthentication primary, Dispatcher dispatcher, IReadOnlyList<IAuthnStep> steps, RecoveryStart recovery, FactorPages pages,
    AuthenticateStep authenticate, RateLimiter limits, TrustedPages trusted, OrgStore store, Organization org, ILogger<AuthnRoutes> logger)
{
    const string Methods = "POST, OPTIONS";

    /// <summary>Okta's operations that only its own pages make (authn.md 11), and Duo's (authn.md 2).</summary>
    static readonly string[] Unsupported = ["factors/{id}/lifecycle/duoCallback", "consent", "poll", "device/activate"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Paths.Authn, Errors(BeginOrContinueAsync));
        foreach (var step in steps)
            routes.Map(Paths.Authn + step.Path, Errors(context => TakeAsync(step, context)));
        routes.Map(Paths.Authn + "/recovery/password", Recovery((request, caller, work, ct) => recovery.BeginAsync(RecoveryTypes.Password, request, caller, work, ct)));
        routes.Map(Paths.Authn + "/recovery/unlock", Recovery((request, caller, work, ct) => recovery.BeginAsync(RecoveryTypes.Unlock, request, caller, work, ct)));
        routes.Map(Paths.Authn + "/recovery/token", Recovery(recovery.RedeemAsync));
        foreach (var path in Unsupported)
            routes.Map($"{Paths.Authn}/{path}", Errors(context => throw OktaError.Unsupported(context.Request)));
        routes.Map(Paths.Authn + "/{**rest}", Errors(_ => throw OktaError.PathNotFound()));
        // Not below /api, and called like it: the picture that a sign-in page shows beside the user's name.
        routes.Map("/login/getimage", Errors(context => throw OktaError.Unsupported(context.Request), FactorPages.Methods));
        routes.Map("/api/v1/users/{userId}/factors/questions", Errors(FactorPages.QuestionsAsync, FactorPages.Methods));
        routes.Map("/api/v1/users/{userId}/factors/{factorId}/qr/{token}", Errors(pages.QrCodeAsync, FactorPages.Methods));
        routes.Map("/api/v1/{**rest}", Errors(context => throw OktaError.Unsupported(context.Request), TrustedPages.AnyMethod));
        routes.Map("/api/{**rest}", Errors(_ => throw OktaError.PathNotFound(), TrustedPages.AnyMethod));
    }

    /// <summary>A body that names a state token goes on with its transaction; any other begins one.</summary>
    Task BeginOrContinueAsync(HttpContext context) => AnswerAsync(context, async (request, work) => request.StateToken is null
        ? await primary.BeginAsync(request, AuthnCaller.Read(context, request, org), work, context.RequestAborted)
        : await dispatcher.TakeAsync(authenticate, request, context, work, context.RequestAborted));

    Task TakeAsync(IAuthnStep step, HttpContext context) =>
        AnswerAsync(context, async (request, work) => await dispatcher.TakeAsync(step, request, context, work, context.RequestAborted));

    RequestDelegate Recovery(Func<AuthnRequest, AuthnCaller, Work, CancellationToken, Task<TransactionBody>> begin) => Errors(context =>
        AnswerAsync(context, async (request, work) => await begin(request, AuthnCaller.Read(context, request, org), work, context.RequestAborted)));

    async Task AnswerAsync(HttpContext context, Func<AuthnRequest, Work, Task<TransactionBody?>> answer)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
            throw OktaError.MethodNotSupported(Methods);
        if (!await limits.TryTakeAsync(context, "authn", perMinute: 600))
            throw OktaError.RateLimited();

        var request = await ReadAsync(context.Request, context.RequestAborted);
        await store.InOneWorkAsync(
            async work =>
            {
                var body = await answer(request, work);
                work.Answer(() => WriteAsync(context, body));
            },
            context.RequestAborted);
    }

    static Task WriteAsync(HttpContext context, TransactionBody? body)
    {
        if (body is null)
            return context.Response.WriteJsonAsync(new() { RelayState = "" }, OktaJson.Wire.CancelledBody);

        if (body.StateToken is not null)
            AuthnCaller.NameDevice(context);
        return context.Response.WriteJsonAsync(body, OktaJson.Wire.TransactionBody);
    }

    // Read here, not by the binder: binding failures happen before the filter and would leave as bare 415s and 500s.
    static async Task<AuthnRequest> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        MediaTypes.Check(request);
        try
        {
            return await JsonSerializer.DeserializeAsync(request.BodyReader, AuthnRequestJson.Default.AuthnRequest, ct) ?? throw OktaError.Malformed();
        }
        catch (JsonException)
        {
            throw OktaError.Malformed();
        }
    }

    RequestDelegate Errors(RequestDelegate handle) => Errors(handle, Methods);

    /// <summary>Whatever goes wrong inside leaves as this surface's error, which a page may read as well as any other answer.</summary>
    RequestDelegate Errors(RequestDelegate handle, string methods) => async context =>
    {
        try
        {
            await context.CatchUpAsync();
            if (!await trusted.AnswerPreflightAsync(context, methods))
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

    [LoggerMessage(Level = LogLevel.Error, Message = "An authentication request failed unexpectedly")]
    static partial void RequestFailed(ILogger logger, Exception exception);
}
