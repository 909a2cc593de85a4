using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Headers that every answer of an Okta org carries (authn.md 15, oidc.md 20), and those that only ours does.</summary>
static class OktaHeaders
{
    /// <summary>Ours: names a call of Okta's that the local org does not answer yet.</summary>
    public const string Unsupported = "X-Postern-Unsupported";

    /// <summary>Ours: says what to do about an answer that is as unhelpful as Okta's own.</summary>
    public const string Hint = "X-Postern-Hint";

    const string RequestId = "X-Okta-Request-Id";

    public static string RequestIdOf(HttpContext context) => context.Response.Headers[RequestId].ToString();

    public static void Write(HttpContext context, string requestId)
    {
        var headers = context.Response.Headers;
        headers[RequestId] = requestId;
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        headers.Expires = "0";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers.XXSSProtection = "0";
    }

    /// <summary>Sets a header. Of ours no page's script would know unless it is told that it may (Fetch standard section 3.2.3).</summary>
    public static void Tell(this HttpResponse response, string name, string value)
    {
        response.Headers[name] = value;
        if (name is Unsupported or Hint && response.Headers.AccessControlAllowOrigin.Count > 0)
            response.Headers.AccessControlExposeHeaders = response.Headers.AccessControlExposeHeaders is [{ Length: > 0 } others]
                ? $"{others}, {name}"
                : name;
    }

    /// <summary>Method and path without the query, which may hold a secret.</summary>
    public static string Name(HttpRequest request) => $"{Printable(request.Method)} {request.Path.ToUriComponent()}";

    public static Task WriteJsonAsync<T>(this HttpResponse response, T body, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        var bytes = Serialized(body, type);
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    public static Task WriteHtmlAsync(this HttpResponse response, string html, int status = StatusCodes.Status200OK)
    {
        response.StatusCode = status;
        response.ContentType = "text/html;charset=utf-8";
        var bytes = Encoding.UTF8.GetBytes(html);
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    /// <summary>
    /// By the code that was generated for the type: the serializer itself does without it as soon as an encoder is chosen, and takes half
    /// as long again.
    /// </summary>
    static ReadOnlyMemory<byte> Serialized<T>(T body, JsonTypeInfo<T> type)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(bytes, new() { Encoder = type.Options.Encoder, SkipValidation = true });
        if (type.SerializeHandler is { } write)
            write(json, body);
        else
            JsonSerializer.Serialize(json, body, type);
        json.Flush();
        return bytes.WrittenMemory;
    }

    static string Printable(string method) => string.Concat(method.Where(char.IsAsciiLetter));
}
