using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of a profile, by the schema of its type: management.md 5.2.</summary>
static partial class ProfileRules
{
    static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(100);

    /// <summary>Those that the schema has no name for, in Okta's words.</summary>
    public static IReadOnlyList<string> Unknown(UserType type, IEnumerable<string> names)
    {
        var known = type.Attributes().Select(attribute => attribute.Name).ToHashSet(StringComparer.Ordinal);
        return [.. names.Where(name => !known.Contains(name))];
    }

    /// <summary>Each with the attribute, in the order of the schema.</summary>
    public static IEnumerable<Fault> Check(UserType type, JsonObject profile) => Check(type.Attributes(), profile);

    /// <inheritdoc cref="Check(UserType, JsonObject)"/>
    public static IEnumerable<Fault> Check(IEnumerable<ProfileAttribute> attributes, JsonObject profile) =>
        attributes.SelectMany(attribute => Check(attribute, profile[attribute.Name]).Take(1));

    static IEnumerable<Fault> Check(ProfileAttribute attribute, JsonNode? value)
    {
        if (value is null || (value is JsonValue text && IsText(text) && string.IsNullOrWhiteSpace(text.GetValue<string>())))
            return attribute.IsRequired ? [Of(attribute, "The field cannot be left blank")] : [];
        if (!IsOfType(attribute, value))
            return [Of(attribute, "The value is not of the expected type")]; // UNCONFIRMED (management.md 5.2)
        return value is JsonArray list
            ? list.Any(item => !IsAmong(ItemsOf(attribute), item)) ? [NotAmong(attribute)] : []
            : CheckScalar(attribute, value.AsValue());
    }

    static IEnumerable<Fault> CheckScalar(ProfileAttribute attribute, JsonValue value)
    {
        if (!IsAmong(AllowedOf(attribute.Enum, attribute.OneOf), value))
            yield return NotAmong(attribute);
        if (!IsText(value))
            yield break;

        var text = value.GetValue<string>();
        if (attribute.Name is "login" && attribute.Pattern is null && !Address().IsMatch(text))
            yield return Of(attribute, "Username must be in the form of an email address");
        // UNCONFIRMED (management.md 5.2): the wording
        if (attribute.Format is "email" && !Address().IsMatch(text))
            yield return Of(attribute, "Does not match required pattern");
        if (attribute.Pattern is { } pattern && !Fits(pattern, text))
            yield return Of(attribute, "Does not match required pattern");
        var (least, most) = (attribute.MinLength ?? 0, attribute.MaxLength ?? int.MaxValue);
        if (text.Length < least || text.Length > most)
            // UNCONFIRMED (management.md 5.2): the wording
            yield return Of(
                attribute,
                attribute.MaxLength is null
                    ? $"The field must be at least {least} characters"
                    : $"The field must be between {least} and {most} characters");
    }

    static Fault Of(ProfileAttribute attribute, string what) => new(attribute.Name, what);

    // UNCONFIRMED (management.md 5.2): the wording
    static Fault NotAmong(ProfileAttribute attribute) => Of(attribute, "The value is not one of the allowed values");

    static bool IsText(JsonValue value) => value.GetValueKind() is JsonValueKind.String;

    static bool IsOfType(ProfileAttribute attribute, JsonNode value) => attribute.Type is ProfileAttribute.Array
        ? value is JsonArray list && list.All(item => item is JsonValue scalar && IsOfType(ItemTypeOf(attribute), scalar))
        : value is JsonValue single && IsOfType(attribute.Type, single);

    static bool IsOfType(string? type, JsonValue value) => type switch
    {
        ProfileAttribute.Text => IsText(value),
        ProfileAttribute.Truth => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        ProfileAttribute.Number => value.GetValueKind() is JsonValueKind.Number,
        ProfileAttribute.Integer => value.GetValueKind() is JsonValueKind.Number && long.TryParse(value.ToJsonString(), out _),
        _ => true,
    };

    static string? ItemTypeOf(ProfileAttribute attribute) =>
        attribute.Items is { ValueKind: JsonValueKind.Object } items && items.TryGetProperty("type", out var type)
            ? type.GetString()
            : null;

    static IReadOnlyList<string>? ItemsOf(ProfileAttribute attribute) =>
        attribute.Items is { ValueKind: JsonValueKind.Object } items
            ? AllowedOf(
                items.TryGetProperty("enum", out var values) ? values : null,
                items.TryGetProperty("oneOf", out var choices) ? choices : null)
            : null;

    /// <summary>As JSON writes them; null: all.</summary>
    static IReadOnlyList<string>? AllowedOf(JsonElement? values, JsonElement? choices)
    {
        if (values is { ValueKind: JsonValueKind.Array } list)
            return [.. list.EnumerateArray().Select(Written)];
        return choices is { ValueKind: JsonValueKind.Array } titled
            ? [.. titled.EnumerateArray().Where(choice => choice.TryGetProperty("const", out _))
                .Select(choice => Written(choice.GetProperty("const")))]
            : null;
    }

    static bool IsAmong(IReadOnlyList<string>? allowed, JsonNode? value) =>
        allowed is null
        || (value is JsonValue scalar && allowed.Contains(IsText(scalar) ? scalar.GetValue<string>() : scalar.ToJsonString()));

    static string Written(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>A pattern that nothing can be matched with fits nothing.</summary>
    static bool Fits(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (Exception unusable) when (unusable is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[^\s@]+@[^\s@]+\z")]
    private static partial Regex Address();
}
