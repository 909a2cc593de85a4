using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>The JSON Schema of seed files, made of the types that they become and of what is documented of those.</summary>
sealed partial class SeedSchema
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Dictionary<string, XElement> _documented = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Postern.LocalOrg.xml"))
        .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    public static string Generate()
    {
        var schema = JsonSchemaExporter.GetJsonSchemaAsNode(
            SeedJson.File.Options, typeof(OrgSeed),
            new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = new SeedSchema().Transform }).AsObject();
        JsonObject whole = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "What a local org of Postern's begins with",
        };
        foreach (var (name, value) in schema.ToList())
        {
            schema.Remove(name);
            whole[name] = value;
        }

        return whole.ToJsonString(Indented) + "\n";
    }

    JsonObject Transform(JsonSchemaExporterContext context, JsonNode generated)
    {
        var type = context.TypeInfo.Type;
        var schema = generated as JsonObject ?? [];
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeSpan))
            schema = new() { ["type"] = "string", ["pattern"] = "^(0|P.+|([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)$" };
        if (context.TypeInfo.Kind is JsonTypeInfoKind.Enumerable && context.TypeInfo.ElementType == typeof(string))
            schema["type"] = new JsonArray("array", "string");
        if (context.PropertyInfo is null && context.TypeInfo.Kind is JsonTypeInfoKind.Object)
            return Record(type, context.TypeInfo, schema);
        return context.PropertyInfo is { } member ? Member(member, schema, type, context.TypeInfo) : schema;
    }

    JsonObject Record(Type type, JsonTypeInfo info, JsonObject schema)
    {
        schema["type"] = "object";
        schema["additionalProperties"] = false;
        schema.Remove("required");
        var required = info.Properties.Where(member => SeedDefaults.MustBeGiven(type, member)).Select(member => (JsonNode)member.Name);
        if (required.ToArray() is { Length: > 0 } names)
            schema["required"] = new JsonArray(names);
        if (ShortForms.Hint(type) is not { Length: > 0 } hint)
            return schema;

        JsonObject text = new() { ["type"] = "string", ["description"] = Capital(hint[", or be ".Length..]) + "." };
        return new()
        {
            ["description"] = Capital(Words(_documented[$"T:{type.FullName}"])),
            ["anyOf"] = new JsonArray(text, schema),
        };
    }

    JsonObject Member(JsonPropertyInfo member, JsonObject schema, Type type, JsonTypeInfo info)
    {
        var property = (PropertyInfo)member.AttributeProvider!;
        if (info.Kind is JsonTypeInfoKind.Object)
            schema = Record(type, info, schema);
        if (SeedSecrets.Has(property.DeclaringType!, member.Name))
            schema["type"] = new JsonArray("string", "null");
        JsonObject described = new() { ["description"] = Words(_documented[$"P:{property.DeclaringType!.FullName}.{property.Name}"]) };
        foreach (var (name, value) in schema.ToList())
        {
            schema.Remove(name);
            described.TryAdd(name, value);
        }

        return described;
    }

    /// <summary>Of a comment, with the names that files have.</summary>
    static string Words(XElement documented)
    {
        foreach (var see in documented.Descendants("see").ToList())
            see.ReplaceWith(Named(see.Attribute("cref")!.Value));
        return Spaces().Replace(documented.Element("summary")!.Value, " ").Trim();
    }

    static string Named(string cref) =>
        cref.Split('(')[0].Split('.') is [.., var last] && cref[0] is 'P' or 'F' ? SeedNames.Policy.ConvertName(last) : cref.Split('.')[^1];

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
