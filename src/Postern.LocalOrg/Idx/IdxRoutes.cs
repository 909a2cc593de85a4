using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Idx;

/// <summary><c>/idp/idx</c>: refuses politely, in the shape that Identity Engine's clients read (idx.md).</summary>
sealed partial class IdxRoutes(TrustedPages trusted, ILogger<IdxRoutes> logger)
{
    public void Map(IEndpointRouteBuilder routes) => routes.Map("/idp/idx/{**rest}", Errors(async context =>
    {
        if (!await trusted.AnswerPreflightAsync(context, "POST, OPTIONS"))
            await RefuseAsync(context);
    }));

    /// <summary>Whatever goes wrong inside leaves as this surface's message.</summary>
    RequestDelegate Errors(RequestDelegate handle) => async context =>
    {
        try
        {
            await handle(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: nobody is left to answer.
        }
        catch (Exception away) when (Outage.IsTold(context, away, logger))
        {
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The local org cannot reach its database for the moment. Try again in a few seconds.");
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            RequestFailed(logger, unexpected);
            await WriteAsync(context, StatusCodes.Status500InternalServerError, "Internal Server Error"); // idx.md 9.5
        }
    };

    static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers[OktaHeaders.Unsupported] = OktaHeaders.Name(context.Request);
        return WriteAsync(context, StatusCodes.Status501NotImplemented, $"The local org does not support {OktaHeaders.Name(context.Request)} yet.");
    }

    static async Task WriteAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/ion+json; okta-version=1.0.0";
        await using var json = new Utf8JsonWriter(context.Response.Body);
        json.WriteStartObject();
        json.WriteString("version", "1.0.0");
        json.WriteStartObject("messages");
        json.WriteString("type", "array");
        json.WriteStartArray("value");
        json.WriteStartObject();
        json.WriteString("message", message);
        json.WriteString("class", "ERROR");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of Identity Engine's own flow failed unexpectedly")]
    static partial void RequestFailed(ILogger logger, Exception exception);
}
