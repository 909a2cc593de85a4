using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.UserTypes;

/// <summary>What a schema's request says of attributes: one that is sent takes the place of what there was, null takes it away.</summary>
static partial class SentAttributes
{
    const int MostUnique = 5, LongestName = 100;

    static readonly string[] Types =
        [ProfileAttribute.Text, ProfileAttribute.Truth, ProfileAttribute.Number, ProfileAttribute.Integer, ProfileAttribute.Array];

    static readonly string[] Kept = ["externalName", "externalNamespace", "master", "union"];

    /// <param name="before">The org's own, as they were.</param>
    /// <param name="basis">Okta's, whose names nobody else has.</param>
    /// <param name="properties">As they were sent; null: none.</param>
    /// <exception cref="OktaError">An attribute cannot be.</exception>
    public static IReadOnlyList<ProfileAttribute> Custom(
        IReadOnlyList<ProfileAttribute> before, IReadOnlyList<ProfileAttribute> basis, RequestObject? properties)
    {
        var attributes = before.ToList();
        foreach (var sent in properties?.Element.EnumerateObject() ?? [])
        {
            var at = attributes.FindIndex(attribute => attribute.Name == sent.Name);
            if (sent.Value.ValueKind is JsonValueKind.Null)
                attributes.RemoveAll(attribute => attribute.Name == sent.Name);
            else if (at >= 0)
                attributes[at] = Read(sent);
            else
                attributes.Add(Named([.. basis, .. attributes], sent));
        }

        return attributes.Count(attribute => attribute.IsUnique) <= MostUnique
            ? attributes
            // UNCONFIRMED (management.md 8): the wording
            : throw OktaError.Invalid("unique", $"unique: There are at most {MostUnique} unique attributes");
    }

    /// <summary>Of Okta's own only whether a name is required, who may see them, and what logins look like.</summary>
    /// <exception cref="OktaError">An attribute cannot be.</exception>
    public static IReadOnlyList<ProfileAttribute> Base(UserType before, RequestObject? properties)
    {
        var attributes = before.BaseAttributes().ToList();
        foreach (var sent in properties?.Element.EnumerateObject() ?? [])
        {
            var at = attributes.FindIndex(attribute => attribute.Name == sent.Name);
            if (at < 0 || sent.Value.ValueKind is not JsonValueKind.Object)
                throw OktaError.Invalid("definitions.base", $"{sent.Name}: The field is read-only"); // UNCONFIRMED (management.md 8)

            RequestObject property = new(sent.Value, sent.Name);
            attributes[at] = attributes[at] with
            {
                IsRequired = sent.Name is "firstName" or "lastName"
                    ? property.Flag("required") ?? attributes[at].IsRequired
                    : attributes[at].IsRequired,
                Pattern = sent.Name is "login" && property.Names("pattern") ? property.Text("pattern") : attributes[at].Pattern,
                Permissions = property.Find("permissions")?.Clone() ?? attributes[at].Permissions,
            };
        }

        return [.. attributes.Except(BaseProfile.Attributes)];
    }

    static ProfileAttribute Named(IReadOnlyList<ProfileAttribute> others, JsonProperty sent)
    {
        if (!Names().IsMatch(sent.Name) || sent.Name.Length > LongestName
            || others.Any(attribute => attribute.Name.Equals(sent.Name, StringComparison.OrdinalIgnoreCase)))
            // UNCONFIRMED (management.md 8): the wording
            throw OktaError.Invalid(sent.Name, $"{sent.Name}: The field has an invalid name, or one that another has");
        return Read(sent);
    }

    static ProfileAttribute Read(JsonProperty sent)
    {
        if (sent.Value.ValueKind is not JsonValueKind.Object)
            throw OktaError.Malformed();

        RequestObject property = new(sent.Value, sent.Name);
        var type = property.Needed("type");
        if (!Types.Contains(type))
            throw OktaError.Invalid("type", "type: The field has an invalid value"); // UNCONFIRMED (management.md 8): the wording
        return new()
        {
            Name = sent.Name,
            Title = property.Needed("title"),
            Description = property.Text("description"),
            Type = type,
            Format = property.Text("format"),
            IsRequired = property.Flag("required") ?? false,
            IsUnique = property.Text("unique") is "UNIQUE_VALIDATED",
            MinLength = property.Number("minLength"),
            MaxLength = property.Number("maxLength"),
            Pattern = property.Text("pattern"),
            Enum = ArrayOf(property, "enum"),
            OneOf = ArrayOf(property, "oneOf"),
            Items = property.Object("items")?.Element.Clone(),
            Permissions = ArrayOf(property, "permissions"),
            Scope = property.Text("scope"),
            Others = OthersOf(property),
        };
    }

    static JsonElement? ArrayOf(RequestObject property, string member) => property.Find(member) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } array => array.Clone(),
        _ => throw OktaError.Malformed(),
    };

    static JsonElement? OthersOf(RequestObject property)
    {
        JsonObject others = [];
        foreach (var name in Kept)
            if (property.Find(name) is { } value)
                others[name] = JsonNode.Parse(value.GetRawText());
        return others.Count == 0 ? null : JsonSerializer.SerializeToElement(others, DirectoryJson.Default.JsonObject);
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Names();
}
