using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.UserTypes;

/// <summary>Writes the schema of a type's profiles as Okta does: management.md 8.</summary>
static class SchemaWriter
{
    public static JsonObject Of(ManagementCall call, UserType type) => new()
    {
        ["id"] = $"{call.Org}/meta/schemas/user/{(type.IsDefault ? "default" : type.SchemaId)}",
        ["$schema"] = "http://json-schema.org/draft-04/schema#",
        ["name"] = type.Name,
        ["title"] = type.DisplayName,
        ["description"] = type.Description,
        ["lastUpdated"] = Wire.Instant(type.SchemaUpdatedAt),
        ["created"] = Wire.Instant(type.CreatedAt),
        ["definitions"] = Definitions(type.Custom, [.. type.BaseAttributes()]),
        ["type"] = "object",
        ["properties"] = Properties(),
        ["_links"] = new JsonObject
        {
            ["self"] = Link("self", call.Url($"/meta/schemas/user/{type.SchemaId}")),
            ["type"] = Link("type", call.Url($"/meta/types/user/{type.Id}")),
        },
    };

    public static JsonObject Link(string relation, string href) => new() { ["rel"] = relation, ["href"] = href, ["method"] = "GET" };

    public static JsonObject OfGroups(ManagementCall call, OrgSettings org) => new()
    {
        ["id"] = $"{call.Org}/meta/schemas/group/default",
        ["$schema"] = "http://json-schema.org/draft-04/schema#",
        ["name"] = "group",
        ["title"] = "Okta group",
        ["description"] = "Okta group profile template",
        ["lastUpdated"] = Wire.Instant(Math.Max(org.GroupSchemaUpdatedAt, org.CreatedAt)),
        ["created"] = Wire.Instant(org.CreatedAt),
        ["definitions"] = Definitions(org.GroupAttributes ?? [], BaseProfile.OfGroups),
        ["type"] = "object",
        ["properties"] = Properties(),
        ["_links"] = new JsonObject { ["self"] = Link("self", call.Url("/meta/schemas/group/default")) },
    };

    static JsonObject Definitions(IReadOnlyList<ProfileAttribute> custom, IReadOnlyList<ProfileAttribute> basis) => new()
    {
        ["custom"] = Definition("#custom", custom, Property), ["base"] = Definition("#base", basis, Property),
    };

    public static JsonObject Properties() => new()
    {
        ["profile"] = new JsonObject
        {
            ["allOf"] = new JsonArray(
                new JsonObject { ["$ref"] = "#/definitions/custom" }, new JsonObject { ["$ref"] = "#/definitions/base" }),
        },
    };

    public static JsonObject Definition(
        string id, IReadOnlyList<ProfileAttribute> attributes, Func<ProfileAttribute, JsonObject> write)
    {
        JsonObject properties = [];
        foreach (var attribute in attributes)
            properties[attribute.Name] = write(attribute);
        return new()
        {
            ["id"] = id,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Wire.Texts(attributes.Where(attribute => attribute.IsRequired).Select(attribute => attribute.Name)),
        };
    }

    public static JsonObject Property(ProfileAttribute attribute)
    {
        JsonObject written = new() { ["title"] = attribute.Title };
        Add(written, "description", attribute.Description);
        written["type"] = attribute.Type;
        Add(written, "items", attribute.Items);
        if (attribute.IsRequired)
            written["required"] = true;
        Add(written, "format", attribute.Format);
        if (attribute.IsUnique)
            written["unique"] = "UNIQUE_VALIDATED";
        written["mutability"] = "READ_WRITE";
        written["scope"] = attribute.Scope ?? "NONE";
        if (attribute.MinLength is { } least)
            written["minLength"] = least;
        if (attribute.MaxLength is { } most)
            written["maxLength"] = most;
        Add(written, "pattern", attribute.Pattern);
        Add(written, "enum", attribute.Enum);
        Add(written, "oneOf", attribute.OneOf);
        written["permissions"] = attribute.Permissions is { } permissions
            ? Ordered(permissions)
            : new JsonArray(new JsonObject { ["principal"] = "SELF", ["action"] = attribute.Self ?? "READ_ONLY" });
        if (attribute.Others is { } others)
            foreach (var other in others.EnumerateObject())
                written[other.Name] = JsonNode.Parse(other.Value.GetRawText());
        return written;
    }

    /// <summary>However they were sent, Okta writes the principal first.</summary>
    static JsonArray Ordered(JsonElement permissions) =>
    [
        .. permissions.EnumerateArray().Select(permission => permission.ValueKind is not JsonValueKind.Object
            ? JsonNode.Parse(permission.GetRawText())
            : new JsonObject(
                permission.EnumerateObject().OrderBy(member => member.Name is "principal" ? 0 : 1)
                    .Select(member => KeyValuePair.Create(member.Name, JsonNode.Parse(member.Value.GetRawText()))))),
    ];

    static void Add(JsonObject written, string name, string? value)
    {
        if (value is not null)
            written[name] = value;
    }

    static void Add(JsonObject written, string name, JsonElement? value)
    {
        if (value is { } given)
            written[name] = JsonNode.Parse(given.GetRawText());
    }
}
