using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Surfaces;

/// <summary>The error of Okta's own APIs, in the member order that Okta writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OktaErrorBody))]
sealed partial class OktaErrorJson : JsonSerializerContext
{
    /// <summary>As Okta writes it: apostrophes are not escaped.</summary>
    public static OktaErrorJson Wire =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>authn.md 14.</summary>
sealed record OktaErrorBody
{
    public required string ErrorCode { get; init; }
    public required string ErrorSummary { get; init; }
    public required string ErrorLink { get; init; }
    public required string ErrorId { get; init; }
    public required IReadOnlyList<ErrorCause> ErrorCauses { get; init; }
}

/// <summary>One cause of an error.</summary>
sealed record ErrorCause
{
    public required string ErrorSummary { get; init; }
}
