using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Postern.LocalOrg;

/// <summary>A seed as a file has it: its names, its words and its durations.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(OrgSeed))]
sealed partial class SeedJson : JsonSerializerContext
{
    public static SeedJson File => field ??= new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = SeedNames.Policy,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        Converters =
        {
            new SeedDuration(), Words<AppKind>(), Words<UserState>(), Words<ClaimType>(), Words<GroupMatch>(), Words<IssuerMode>(),
            Words<ScopeConsent>(), Words<OrgEngine>(),
        },
    });

    public static JsonTypeInfo Of(Type type) => File.Options.GetTypeInfo(type);

    static JsonStringEnumConverter<T> Words<T>()
        where T : struct, Enum => new(JsonNamingPolicy.CamelCase);
}
