using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Health;

/// <summary>Bodies of this surface.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthBody))]
sealed partial class HealthJson : JsonSerializerContext;

/// <summary>How the process is, in one word.</summary>
sealed record HealthBody
{
    public required string Status { get; init; }
}
