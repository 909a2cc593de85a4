using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Idx;

/// <summary><c>/idp/idx</c>: refuses politely, in the shape that Identity Engine's clients read (idx.md).</summary>
sealed class IdxRoutes(TrustedPages trusted)
{
    public void Map(IEndpointRouteBuilder routes, SurfaceKit kit) =>
        kit.Surface<IdxRoutes>(routes, WriteAsync, trusted).NotBuilt("/idp/idx/{**rest}");

    static Task WriteAsync(HttpContext context, Trouble trouble) => trouble switch
    {
        Trouble.NotBuilt(var call) =>
            WriteAsync(context, StatusCodes.Status501NotImplemented, $"The local org does not support {call} yet."),
        Trouble.DatabaseAway =>
            WriteAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                "The local org cannot reach its database for the moment. Try again in a few seconds."),
        _ => WriteAsync(context, StatusCodes.Status500InternalServerError, "Internal Server Error"), // idx.md 9.5
    };

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
}
