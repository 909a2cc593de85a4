using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Calls;

/// <summary>What an operation answers. Statuses: management.md 1.2.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Body">In wire order. Null: there is none, nor a content type.</param>
sealed record Answer(int Status, JsonNode? Body)
{
    /// <summary>Each is a header of its own: clients read the first of a line (management.md 3.1).</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>A header of the one answer that has it, such as <c>ETag</c>.</summary>
    public (string Name, string Value)? Header { get; init; }

    /// <summary>In the place of a body in JSON.</summary>
    public AnswerContent? Content { get; init; }

    public static Answer Ok(JsonNode body) => new(StatusCodes.Status200OK, body);

    public static Answer Created(JsonNode body) => new(StatusCodes.Status201Created, body);

    /// <summary>Without a body.</summary>
    public static Answer NoContent() => new(StatusCodes.Status204NoContent, Body: null);

    /// <summary><c>{}</c>, which clients parse.</summary>
    public static Answer EmptyObject() => Ok(new JsonObject());

    /// <summary>All there are, without links.</summary>
    public static Answer List(IEnumerable<JsonNode> items) => Ok(new JsonArray([.. items]));

    public Task WriteAsync(HttpResponse response)
    {
        foreach (var link in Links)
            response.Headers.Append("Link", link);
        if (Header is var (name, value))
            response.Headers[name] = value;
        if (Body is not null)
            return response.WriteJsonAsync(Body, AnswerJson.Wire.JsonNode, Status);

        response.StatusCode = Status;
        return Content is null ? Task.CompletedTask : Content.WriteAsync(response);
    }
}

/// <summary>A body that is no JSON.</summary>
/// <param name="MediaType">Of the bytes.</param>
/// <param name="Bytes">As they are sent.</param>
sealed record AnswerContent(string MediaType, byte[] Bytes)
{
    public async Task WriteAsync(HttpResponse response)
    {
        (response.ContentType, response.ContentLength) = (MediaType, Bytes.Length);
        await response.Body.WriteAsync(Bytes, response.HttpContext.RequestAborted);
    }
}

/// <summary>Bodies that are written member by member.</summary>
[JsonSerializable(typeof(JsonNode))]
sealed partial class AnswerJson : JsonSerializerContext
{
    /// <summary>As Okta writes it: apostrophes are not escaped.</summary>
    public static AnswerJson Wire =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
