using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Management;

/// <summary>Bodies of the Management API, in the member order that Okta writes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerKeyBody[]))]
[JsonSerializable(typeof(RotateRequest))]
sealed partial class ManagementJson : JsonSerializerContext
{
    /// <summary>As Okta writes it: apostrophes are not escaped.</summary>
    public static ManagementJson Wire =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>A signing key of an authorization server, its public half.</summary>
sealed record ServerKeyBody
{
    public required string Status { get; init; }
    public required string Alg { get; init; }
    public required string E { get; init; }
    public required string N { get; init; }
    public required string Kid { get; init; }
    public required string Kty { get; init; }
    public required string Use { get; init; }

    [JsonPropertyName("_links")]
    public required ServerKeyLinks Links { get; init; }
}

/// <summary>Where it is found by itself.</summary>
sealed record ServerKeyLinks
{
    public required ManagementLink Self { get; init; }
}

/// <summary>A link with the methods it takes.</summary>
sealed record ManagementLink
{
    public required string Href { get; init; }
    public required ManagementHints Hints { get; init; }
}

/// <summary>What may be done with a link.</summary>
sealed record ManagementHints
{
    public required IReadOnlyList<string> Allow { get; init; }
}

/// <summary>The body of <c>keyRotate</c>.</summary>
sealed record RotateRequest
{
    public string? Use { get; init; }
}
