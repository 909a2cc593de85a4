using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Logs;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management;

/// <summary>
/// Serves the tables of the Management API's resources. The rest of <c>/api/v1</c> is refused politely beside authn's.
/// </summary>
sealed class ManagementRoutes(
    IReadOnlyList<IOperations> resources, OrgStore store, OrgUrls urls, ApiCaller callers, ManagementLog log, TrustedPages trusted)
{
    public void Map(RouteMap routes, SurfaceKit kit)
    {
        var surface = kit.Surface<ManagementRoutes>(routes, WriteAsync, trusted);
        foreach (var operations in resources.SelectMany(resource => resource.All).GroupBy(operation => operation.Path))
            surface.Map(
                operations.Key,
                operations.ToDictionary(operation => operation.Method, For),
                ManagementLimits.Of(operations.Key),
                method => OktaOperations.Has(method, operations.Key));
        surface.NotBuilt("/api/v1/{**rest}", request => OktaOperations.MethodsAt(request.Path.Value ?? ""));
    }

    RequestDelegate For(Operation operation)
    {
        var events = ManagementEvents.Of(operation);
        return context => AnswerAsync(context, operation, events);
    }

    async Task AnswerAsync(HttpContext context, Operation operation, IReadOnlyList<string> events)
    {
        MediaTypes.CheckAccepted(context.Request, operation.MediaType);
        var caller = operation.Scope is { } scope ? await callers.CheckOperationAsync(context, scope) : null;
        using var body = operation.TakesFile ? null : await ReadAsync(context.Request, context.RequestAborted);
        ManagementCall call = new(context, caller, RequestObject.Read(body, operation.TakesItems), urls);
        await store.InOneWorkAsync(
            context.Origin,
            async work =>
            {
                var answer = await operation.Handle(call, work);
                if (events.Count > 0 && answer.Status < 400)
                    await log.TellAsync(call, operation, events, answer.Body as JsonObject, work);
                work.Answer(() => answer.WriteAsync(context.Response));
            },
            context.RequestAborted);
    }

    /// <summary>Null where there is no body: a GET may name a type and have none.</summary>
    static async Task<JsonDocument?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (HttpMethods.IsGet(request.Method)
            || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            || request.ContentLength is 0)
            return null;

        MediaTypes.Check(request);
        try
        {
            // UNCONFIRMED (management.md 1.1): that a name which is there twice makes it malformed.
            var body = await JsonDocument.ParseAsync(request.Body, ForeignJson.Strict, ct);
            ForeignJson.CheckTexts(body.RootElement);
            return body;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("The body is no JSON.", unreadable);
        }
    }

    /// <summary>
    /// What is wrong with an access token stands in the header, beside an empty body (management.md 1.5; for what is invalid UNCONFIRMED).
    /// </summary>
    static Task WriteAsync(HttpContext context, Trouble trouble)
    {
        if (trouble is Trouble.Refused { Refusal: SignInRefusal refused })
            return RefusalErrors.Of(refused, hidesDeniedAccess: false).WriteAsync(context);
        if (trouble is not Trouble.Refused { Refusal: CallerRefusal refusal })
            return OktaError.WriteAsync(context, trouble);
        if (refusal.Wrong is not { } wrong)
            return OktaError.InvalidToken().WriteAsync(context);

        context.NoteError(wrong.Error);
        context.Response.StatusCode = wrong.Error is OAuthErrors.InsufficientScope ? 403 : 401;
        if (wrong.Header is var (name, value))
            context.Response.Tell(name, value);
        return Task.CompletedTask;
    }
}
