using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What a seed's attribute becomes in the directory, and the other way round.</summary>
static class SeededAttribute
{
    const string Description = "description", Format = "format", MinLength = "minLength", MaxLength = "maxLength", Pattern = "pattern",
        Enum = "enum", OneOf = "oneOf", Items = "items", Permissions = "permissions", Scope = "scope";

    static readonly string[] Typed = [Description, Format, MinLength, MaxLength, Pattern, Enum, OneOf, Items, Permissions, Scope];

    public static ProfileAttribute Of(SeedProperty attribute)
    {
        var definition = attribute.Definition ?? [];
        JsonObject others = new(definition.Where(member => !Typed.Contains(member.Key))
            .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        return new()
        {
            Name = attribute.Name, Title = attribute.Title ?? attribute.Name, Type = attribute.Type,
            IsRequired = attribute.IsRequired, IsUnique = attribute.IsUnique,
            Description = Text(definition, Description), Format = Text(definition, Format), Pattern = Text(definition, Pattern),
            Scope = Text(definition, Scope), MinLength = Number(definition, MinLength), MaxLength = Number(definition, MaxLength),
            Enum = Kept(definition[Enum]), OneOf = Kept(definition[OneOf]), Items = Kept(definition[Items]),
            Permissions = Kept(definition[Permissions]), Others = others.Count == 0 ? null : Kept(others),
        };
    }

    /// <summary>Of one of Okta's own no more can be changed than the API lets: management.md 8.</summary>
    public static ProfileAttribute Of(SeedProperty attribute, ProfileAttribute usual) => usual with
    {
        IsRequired = attribute.IsRequired,
        Pattern = attribute.Definition?.ContainsKey(Pattern) is true ? Text(attribute.Definition, Pattern) : usual.Pattern,
        Permissions = Kept(attribute.Definition?[Permissions]) ?? usual.Permissions,
    };

    public static SeedProperty Exported(ProfileAttribute attribute)
    {
        JsonObject definition = [];
        Put(definition, Description, attribute.Description);
        Put(definition, Format, attribute.Format);
        Put(definition, MinLength, attribute.MinLength);
        Put(definition, MaxLength, attribute.MaxLength);
        Put(definition, Pattern, attribute.Pattern);
        Put(definition, Enum, Node(attribute.Enum));
        Put(definition, OneOf, Node(attribute.OneOf));
        Put(definition, Items, Node(attribute.Items));
        Put(definition, Permissions, Node(attribute.Permissions));
        Put(definition, Scope, attribute.Scope);
        foreach (var (name, value) in Node(attribute.Others) as JsonObject ?? [])
            Put(definition, name, value?.DeepClone());
        return new()
        {
            Name = attribute.Name, Title = attribute.Title == attribute.Name ? null : attribute.Title, Type = attribute.Type,
            IsRequired = attribute.IsRequired, IsUnique = attribute.IsUnique, Definition = definition.Count == 0 ? null : definition,
        };
    }

    /// <summary>Of one of Okta's own only what was changed.</summary>
    public static SeedProperty Exported(ProfileAttribute attribute, ProfileAttribute usual)
    {
        JsonObject definition = [];
        if (attribute.Pattern != usual.Pattern)
            definition[Pattern] = attribute.Pattern;
        Put(definition, Permissions, Node(attribute.Permissions));
        return new()
        {
            Name = attribute.Name, IsRequired = attribute.IsRequired, Definition = definition.Count == 0 ? null : definition,
        };
    }

    static void Put(JsonObject definition, string name, JsonNode? value)
    {
        if (value is not null)
            definition[name] = value;
    }

    static JsonNode? Node(JsonElement? kept) => kept is { } given ? JsonNode.Parse(given.GetRawText()) : null;

    static JsonElement? Kept(JsonNode? node)
    {
        if (node is null)
            return null;

        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }

    static string? Text(JsonObject definition, string name) =>
        definition[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    static int? Number(JsonObject definition, string name) =>
        definition[name] is JsonValue value
            && value.GetValueKind() is JsonValueKind.Number
            && int.TryParse(value.ToJsonString(), out var number)
            ? number
            : null;
}
