using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Postern.LocalOrg;

/// <summary>Writes a seed as YAML, without what is the default anyway: the same seed is the same bytes.</summary>
sealed class SeedWriter
{
    const int LongestLine = 100;

    readonly Emitter _emitter;

    SeedWriter(TextWriter text) =>
        _emitter = new(text, EmitterSettings.Default.WithBestWidth(int.MaxValue).WithNewLine("\n").WithIndentedSequences());

    public static string Write(JsonObject seed)
    {
        using StringWriter text = new() { NewLine = "\n" };
        SeedWriter writer = new(text);
        writer._emitter.Emit(new StreamStart());
        writer._emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        writer.Node(seed);
        writer._emitter.Emit(new DocumentEnd(isImplicit: true));
        writer._emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>Without what a reader would take for granted; one member that is enough stands for the whole.</summary>
    public static JsonNode? Brief(JsonNode? node, JsonTypeInfo type) => (node, type.Kind) switch
    {
        (JsonObject record, JsonTypeInfoKind.Object) => BriefRecord(record, type),
        (JsonArray list, JsonTypeInfoKind.Enumerable) =>
            new JsonArray([.. list.Select(item => Brief(item, SeedJson.Of(type.ElementType!)))]),
        _ => node?.DeepClone(),
    };

    static JsonNode BriefRecord(JsonObject record, JsonTypeInfo type)
    {
        var defaults = SeedDefaults.Of(type.Type, record).ToDictionary();
        JsonObject brief = [];
        foreach (var member in type.Properties)
            if (record.TryGetPropertyValue(member.Name, out var value)
                && (SeedDefaults.MustBeGiven(type.Type, member) || SeedSecrets.Has(type.Type, member.Name)
                    || !JsonNode.DeepEquals(value, defaults.GetValueOrDefault(member.Name))))
                brief[member.Name] = Brief(value, SeedJson.Of(member.PropertyType));
        if (type.Type == typeof(SeedGroupFilter) && brief["match"] is JsonValue match && match.GetValue<string>() is "regex")
            return brief["value"]!.DeepClone();
        return brief.Count == 1 && ShortForms.OnlyMember(type.Type) is { } only && brief[only] is JsonValue name && !ReadsAsMore(name)
            ? name.DeepClone()
            : brief;
    }

    static bool ReadsAsMore(JsonValue name) =>
        name.GetValue<string>() is "" || name.GetValue<string>().Contains(' ', StringComparison.Ordinal);

    void Node(JsonNode? node)
    {
        if (node is JsonObject map)
            Map(map);
        else if (node is JsonArray list)
            List(list);
        else if (node is JsonValue value && value.GetValueKind() is JsonValueKind.String)
            Text(value.GetValue<string>());
        else
            _emitter.Emit(new Scalar(node?.ToJsonString() ?? "null"));
    }

    void Map(JsonObject map)
    {
        var style = map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block;
        _emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
        foreach (var (name, value) in map)
        {
            Text(name);
            Node(value);
        }

        _emitter.Emit(new MappingEnd());
    }

    void List(JsonArray list)
    {
        var style = FitsALine(list) ? SequenceStyle.Flow : SequenceStyle.Block;
        _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
        foreach (var item in list)
            Node(item);
        _emitter.Emit(new SequenceEnd());
    }

    void Text(string text) => _emitter.Emit(new Scalar(
        AnchorName.Empty,
        TagName.Empty,
        text,
        SeedScalars.NeedsQuotes(text) || text.Any(char.IsControl) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any,
        isPlainImplicit: true,
        isQuotedImplicit: true));

    static bool FitsALine(JsonArray list) =>
        list.All(item => item is null or JsonValue) && list.Sum(item => (item?.ToString().Length ?? 4) + 2) < LongestLine;
}
