using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Record;

/// <summary>Recorded requests as the database has them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RecordedRequest))]
sealed partial class RecordJson : JsonSerializerContext;
