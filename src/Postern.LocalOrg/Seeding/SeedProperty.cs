using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>An attribute that profiles may have.</summary>
public sealed record SeedProperty
{
    /// <summary>Letters, digits and underscores. One of Okta's own, such as <c>login</c>, changes that.</summary>
    public required string Name { get; init; }

    /// <summary>For people. Default: the name.</summary>
    public string? Title { get; init; }

    /// <summary><c>string</c>, <c>boolean</c>, <c>number</c>, <c>integer</c> or <c>array</c>. Default <c>string</c>.</summary>
    public string Type { get; init; } = "string";

    /// <summary>Whether nobody may be without it. Default false.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether no two may have the same. Default false.</summary>
    public bool IsUnique { get; init; }

    /// <summary>
    /// What else Okta's schema says of it, in Okta's words: <c>minLength</c>, <c>maxLength</c>, <c>pattern</c>, <c>enum</c>, <c>oneOf</c>,
    /// <c>items</c>, <c>format</c>, <c>permissions</c>, <c>scope</c>, <c>description</c> and such as decide nothing. Default: nothing.
    /// </summary>
    public JsonObject? Definition { get; init; }
}
