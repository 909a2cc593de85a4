using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Idx;

/// <summary>The shapes that every answer is made of, in the order that Okta writes them: idx.md 4.</summary>
static class Ion
{
    static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject List(IEnumerable<JsonNode?> items) => new() { ["type"] = "array", ["value"] = new JsonArray([.. items]) };

    public static JsonObject Object(JsonObject value) => new() { ["type"] = "object", ["value"] = value };

    /// <summary>A field that is one of several fields.</summary>
    public static JsonObject Nested(string name, params JsonObject[] fields) =>
        new() { ["name"] = name, ["type"] = "object", ["form"] = Fields(fields) };

    public static JsonObject Fields(IEnumerable<JsonObject> fields) => new() { ["value"] = new JsonArray([.. fields]) };

    /// <summary>One that must be sent as it is.</summary>
    public static JsonObject Fixed(string name, bool isRequired, string value) =>
        new() { ["name"] = name, ["required"] = isRequired, ["value"] = value, ["mutable"] = false };

    /// <summary>One that a person does not see either.</summary>
    public static JsonObject Hidden(string name, JsonNode value) =>
        new() { ["name"] = name, ["required"] = true, ["value"] = value, ["visible"] = false, ["mutable"] = false };

    public static JsonObject Message(string text, string? key, string level = "ERROR", params string[] parameters)
    {
        JsonObject message = new() { ["message"] = text };
        if (key is not null)
        {
            JsonObject i18n = new() { ["key"] = key };
            // Recorded: the keys that the Authentication API has as well come with parameters even where there are none.
            if (parameters.Length > 0 || key.StartsWith("api.authn.", StringComparison.Ordinal))
                i18n["params"] = new JsonArray([.. parameters.Select(each => (JsonNode)each)]);
            message["i18n"] = i18n;
        }

        message["class"] = level;
        return message;
    }

    public static async Task WriteAsync(HttpContext context, JsonObject body, int status)
    {
        var bytes = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(bytes, Relaxed))
            body.WriteTo(json);
        context.Response.StatusCode = status;
        context.Response.ContentType = IdxMedia.Ion;
        context.Response.ContentLength = bytes.WrittenCount;
        await context.Response.Body.WriteAsync(bytes.WrittenMemory);
    }
}
