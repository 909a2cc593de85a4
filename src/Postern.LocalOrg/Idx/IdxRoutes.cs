using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Postern.LocalOrg.Idx;

/// <summary><c>/idp/idx</c>: refuses politely, in the shape that Identity Engine's clients read (idx.md).</summary>
static class IdxRoutes
{
    public static void MapIdx(this IEndpointRouteBuilder routes, TrustedPages trusted) => routes.Map("/idp/idx/{**rest}", async context =>
    {
        if (!await trusted.AnswerPreflightAsync(context, "POST, OPTIONS"))
            await RefuseAsync(context);
    });

    static async Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status501NotImplemented;
        context.Response.ContentType = "application/ion+json; okta-version=1.0.0";
        context.Response.Headers[OktaHeaders.Unsupported] = OktaHeaders.Name(context.Request);
        await using var json = new Utf8JsonWriter(context.Response.Body);
        json.WriteStartObject();
        json.WriteString("version", "1.0.0");
        json.WriteStartObject("messages");
        json.WriteString("type", "array");
        json.WriteStartArray("value");
        json.WriteStartObject();
        json.WriteString("message", $"The local org does not support {OktaHeaders.Name(context.Request)} yet.");
        json.WriteString("class", "ERROR");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
