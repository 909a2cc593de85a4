using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>An attribute that a profile may have, and what its values are held to.</summary>
sealed record ProfileAttribute
{
    public const string Text = "string", Truth = "boolean", Number = "number", Integer = "integer", Array = "array";

    public required string Name { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }

    /// <summary><c>string</c>, <c>boolean</c>, <c>number</c>, <c>integer</c> or <c>array</c>.</summary>
    public required string Type { get; init; }

    public string? Format { get; init; }
    public bool IsRequired { get; init; }
    public bool IsUnique { get; init; }
    public int? MinLength { get; init; }
    public int? MaxLength { get; init; }
    public string? Pattern { get; init; }

    /// <summary>The only values there may be: scalars.</summary>
    public JsonElement? Enum { get; init; }

    /// <summary>The same with what people read: <c>const</c> and <c>title</c>.</summary>
    public JsonElement? OneOf { get; init; }

    /// <summary>Of an array: what is in it.</summary>
    public JsonElement? Items { get; init; }

    /// <summary>Who may see and change it. Null: users read their own.</summary>
    public JsonElement? Permissions { get; init; }

    /// <summary>What users may do with their own, where <see cref="Permissions"/> says nothing.</summary>
    public string? Self { get; init; }

    /// <summary><c>NONE</c> or <c>SELF</c>; null: <c>NONE</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>What else was said of it and decides nothing, such as <c>externalName</c>: an object.</summary>
    public JsonElement? Others { get; init; }
}
