using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.UserTypes;

namespace Postern.LocalOrg.Importing;

/// <summary>A tenant's user types, and the attributes that users and groups have of its own.</summary>
sealed class ImportedSchemas(Tenant tenant)
{
    /// <summary>By the id that the tenant knows a type by: that of the one which every org has is the tenant's own.</summary>
    public async Task<IReadOnlyDictionary<string, UserType>> UserTypesAsync()
    {
        Dictionary<string, UserType> types = new(StringComparer.Ordinal);
        foreach (var body in await tenant.ListAsync(Subject.UserTypes, "/api/v1/meta/types/user"))
        {
            var (id, schema) = (body.Text("id") ?? "", SchemaOf(body));
            if (tenant.Read($"The user type {ImportedOrg.Named(body, "name")}", () => Type(body)) is not { } type)
                continue;

            var definitions = (await tenant.FindAsync(Subject.Schemas, $"/api/v1/meta/schemas/user/{schema}"))?
                .ObjectOrNothing("definitions") ?? RequestObject.Nothing;
            types[id] = type with
            {
                Base = Base(definitions.ObjectOrNothing("base").ObjectOrNothing("properties")),
                Custom = Custom(definitions, BaseProfile.Attributes, $"users of the type \"{type.Name}\""),
            };
        }

        return types;
    }

    public async Task<IReadOnlyList<ProfileAttribute>?> GroupAttributesAsync() =>
        await tenant.FindAsync(Subject.Schemas, "/api/v1/meta/schemas/group/default") is { } schema
            && Custom(schema.ObjectOrNothing("definitions"), BaseProfile.OfGroups, "groups") is { Count: > 0 } attributes
                ? attributes
                : null;

    public async Task<IReadOnlyList<ProfileAttribute>?> AppAttributesAsync(App app) =>
        await tenant.FindAsync(Subject.Schemas, $"/api/v1/meta/schemas/apps/{app.Id}/default") is { } schema
            && Custom(schema.ObjectOrNothing("definitions"), BaseProfile.OfAppUsers, $"users of the app \"{app.Name}\"") is
            { Count: > 0 } attributes
                ? attributes
                : null;

    static UserType Type(RequestObject body) => body.Flag("default") is true
        ? UserType.Default(now: 0) with { DisplayName = body.Needed("displayName"), Description = body.Text("description") }
        : new()
        {
            Id = body.Needed("id"), Name = body.Needed("name"), DisplayName = body.Needed("displayName"),
            Description = body.Text("description"),
        };

    /// <summary>The last word of the link that leads there.</summary>
    static string SchemaOf(RequestObject type) =>
        type.ObjectOrNothing("_links").ObjectOrNothing("schema").Text("href") is { } href ? href[(href.LastIndexOf('/') + 1)..] : "default";

    /// <summary>What is otherwise than Okta makes it.</summary>
    static IReadOnlyList<ProfileAttribute> Base(RequestObject properties)
    {
        JsonObject changed = [];
        foreach (var property in properties.Element.EnumerateObject())
            if (BaseProfile.Attributes.FirstOrDefault(usual => usual.Name == property.Name) is { } usual
                && property.Value.ValueKind is JsonValueKind.Object)
                changed[property.Name] = WithoutTheUsual(property.Value, usual.Self);
        return
        [
            .. SentAttributes.Base(UserType.Default(now: 0), Sent(changed)).Where(attribute => BaseProfile.Attributes.First(
                usual => usual.Name == attribute.Name) != attribute),
        ];
    }

    List<ProfileAttribute> Custom(RequestObject definitions, IReadOnlyList<ProfileAttribute> basis, string whose)
    {
        List<ProfileAttribute> attributes = [];
        foreach (var property in definitions.ObjectOrNothing("custom").ObjectOrNothing("properties").Element.EnumerateObject())
        {
            if (property.Value.ValueKind is not JsonValueKind.Object)
                continue;

            JsonObject one = new() { [property.Name] = WithoutTheUsual(property.Value, self: null) };
            if (
                tenant.Read(
                    $"The attribute \"{property.Name}\" of {whose}", () => SentAttributes.Custom([], basis, Sent(one))) is [var read])
                attributes.Add(read);
        }

        return attributes;
    }

    /// <summary>What a schema says of every attribute, and of whoever says nothing it is taken.</summary>
    static JsonObject WithoutTheUsual(JsonElement property, string? self)
    {
        var brief = JsonNode.Parse(property.GetRawText())!.AsObject();
        JsonNode permission = new JsonObject { ["principal"] = "SELF", ["action"] = self ?? "READ_ONLY" };
        JsonArray usual = [permission];
        if (JsonNode.DeepEquals(brief["permissions"], usual))
            brief.Remove("permissions");
        if (brief["scope"]?.ToString() is "NONE")
            brief.Remove("scope");
        return brief;
    }

    static RequestObject Sent(JsonObject properties)
    {
        using var document = JsonDocument.Parse(properties.ToJsonString());
        return new(document.RootElement.Clone());
    }
}
