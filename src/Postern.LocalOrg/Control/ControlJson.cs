using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary>Bodies of the control surface.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClockRequest))]
[JsonSerializable(typeof(ClockBody))]
[JsonSerializable(typeof(EngineBody))]
[JsonSerializable(typeof(OutboxBody))]
[JsonSerializable(typeof(PushRequest))]
[JsonSerializable(typeof(UserStateBody))]
[JsonSerializable(typeof(StepUpRequest))]
[JsonSerializable(typeof(StepUpBody))]
[JsonSerializable(typeof(FaultsBody))]
[JsonSerializable(typeof(RecordRequest))]
[JsonSerializable(typeof(RecordBody))]
[JsonSerializable(typeof(RequestsBody))]
[JsonSerializable(typeof(CountsBody))]
[JsonSerializable(typeof(SnapshotsBody))]
[JsonSerializable(typeof(ForkRequest))]
[JsonSerializable(typeof(ForkBody))]
[JsonSerializable(typeof(ForksBody))]
[JsonSerializable(typeof(CoverageReport))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(ConsoleLinkBody))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(FlawsBody))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(ProblemBody))]
sealed partial class ControlJson : JsonSerializerContext;

/// <summary>How far to move the clock.</summary>
sealed record ClockRequest
{
    public double? AdvanceSeconds { get; init; }
}

/// <summary>What the org's clock says.</summary>
sealed record ClockBody
{
    public required DateTimeOffset Now { get; init; }
    public required double AheadSeconds { get; init; }
}

/// <summary>What lies in the outbox, the oldest first.</summary>
sealed record OutboxBody
{
    public required IReadOnlyList<OutboxMessage> Messages { get; init; }
}

/// <summary>What a person with the phone does.</summary>
sealed record PushRequest
{
    public string? Decision { get; init; }
    public int? Number { get; init; }
}

/// <summary>A user, and the state to be in.</summary>
sealed record UserStateBody
{
    public string? Login { get; init; }
    public string? State { get; init; }
}

/// <summary>An app's request that somebody must sign in for.</summary>
sealed record StepUpRequest
{
    public string? ClientId { get; init; }
    public string? ReturnTo { get; init; }
}

/// <summary>The transaction that it began.</summary>
sealed record StepUpBody
{
    public required string StateToken { get; init; }

    public override string ToString() => "a transaction";
}

/// <summary>RFC 9457 section 3.</summary>
sealed record ProblemBody
{
    public required string Title { get; init; }
    public required int Status { get; init; }
    public required string Detail { get; init; }
}

/// <summary>Why the control surface refuses.</summary>
sealed class ControlProblem(int status, string title, string detail) : Refusal(detail)
{
    public static ControlProblem Wrong(string detail) => new(StatusCodes.Status400BadRequest, "Bad Request", detail);

    public static ControlProblem NotFound(string detail) => new(StatusCodes.Status404NotFound, "Not Found", detail);

    public async Task WriteAsync(HttpContext context)
    {
        context.NoteError(title);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new() { Title = title, Status = status, Detail = Message }, Wire.ProblemBody);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    static ControlJson Wire =>
        field ??= new(new JsonSerializerOptions(ControlJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
