using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Failing;

/// <summary>Fault scripts as the database, files and the control surface have them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FaultScript))]
sealed partial class FaultsJson : JsonSerializerContext;
