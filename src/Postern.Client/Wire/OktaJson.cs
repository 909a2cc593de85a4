using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.Client;

/// <summary>The JSON of Okta's own APIs: camelCase, nulls left out, unknown members ignored.</summary>
[
    JsonSourceGenerationOptions(
        JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true),
]
[JsonSerializable(typeof(OktaErrorResponse))]
[JsonSerializable(typeof(AuthnRequest))]
[JsonSerializable(typeof(AuthnResponse))]
[JsonSerializable(typeof(WebFingerResponse))]
[JsonSerializable(typeof(OrganizationResponse))]
[JsonSerializable(typeof(KeyChallengeResponse))]
[JsonSerializable(typeof(LinkResponse))]
[JsonSerializable(typeof(List<LinkResponse>))]
[JsonSerializable(typeof(List<FactorResponse>))]
[JsonSerializable(typeof(List<QuestionResponse>))]
sealed partial class OktaJson : JsonSerializerContext
{
    /// <summary>For what we send: bytes as they are, nothing is inlined in HTML.</summary>
    public static OktaJson Wire =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

sealed record OktaErrorResponse
{
    public string? ErrorCode { get; init; }

    public string? ErrorSummary { get; init; }

    public string? ErrorLink { get; init; }

    public string? ErrorId { get; init; }

    public IReadOnlyList<OktaErrorCause>? ErrorCauses { get; init; }
}

sealed record OktaErrorCause
{
    public string? ErrorSummary { get; init; }
}
