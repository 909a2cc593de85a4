using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Client;

/// <summary>
/// Fills in Okta's form: what is fixed as it stands, what is asked for from the input, and nothing that the form does not name (idx.md
/// 4.3).
/// </summary>
static class IdxForm
{
    public static JsonObject Fill(JsonElement form, IdxInput input) => Fill(form.Member("value"), input, new());

    static JsonObject Fill(JsonElement fields, IdxInput input, JsonObject filled)
    {
        foreach (var field in fields.Items())
        {
            if (field.Text("name") is { } name && ValueOf(name, field, input) is { } value)
                filled[name] = value;
        }

        return filled;
    }

    static JsonNode? ValueOf(string name, JsonElement field, IdxInput input)
    {
        if (IdxField.IsFixed(field))
            return Preset(field.Member("value"), input);
        if (field.Member("form").Member("value") is { ValueKind: JsonValueKind.Array } inner)
            return Filled(Fill(inner, input, new()));
        if (field.Member("options") is { ValueKind: JsonValueKind.Array } options && ChosenOf(options, input) is { } chosen)
            return Fill(chosen, input, new());

        return Given(name, input) ?? Preset(field.Member("value"), input);
    }

    // A value may be a form of its own.
    static JsonNode? Preset(JsonElement value, IdxInput input) => value switch
    {
        _ when value.Member("form").Member("value") is { ValueKind: JsonValueKind.Array } inner => Fill(inner, input, new()),
        { ValueKind: JsonValueKind.Object } => JsonObject.Create(value.Clone()),
        { ValueKind: JsonValueKind.Array } => JsonArray.Create(value.Clone()),
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
        _ => JsonValue.Create(value.Clone()),
    };

    static JsonObject? Filled(JsonObject filled) => filled.Count > 0 ? filled : null;

    /// <summary>The fields of what was chosen; of options that are mere values there are none.</summary>
    static JsonElement? ChosenOf(JsonElement options, IdxInput input)
    {
        List<JsonElement> forms =
        [
            .. options.Items().Select(option => option.Member("value").Member("form").Member("value"))
                .Where(fields => fields.ValueKind is JsonValueKind.Array),
        ];
        if (forms.Count == 0)
            return null;
        if (input.Option is { } option)
            return option.Fields;

        return forms.Find(fields => Suffices(fields, input)) is { ValueKind: JsonValueKind.Array } enough ? enough : forms[0];
    }

    static bool Suffices(JsonElement fields, IdxInput input) => fields.Items()
        .Where(field => field.Member("required").ValueKind is JsonValueKind.True)
        .All(field => IsPresetAs(field, input) || (!IdxField.IsFixed(field) && Given(field.Text("name") ?? "", input) is not null));

    // Of two forms for a question one is fixed to a question of one's own.
    static bool IsPresetAs(JsonElement field, IdxInput input) => IdxField.IsFixed(field)
        && (field.Text("name") is not { } name || !input.Others.TryGetValue(name, out var wanted) || field.Text("value") == wanted);

    static JsonValue? Given(string name, IdxInput input) => name switch
    {
        "identifier" => Text(input.Identifier),
        "passcode" or "totp" => Text(input.Passcode),
        "answer" => Text(input.Answer),
        "methodType" => Text(input.MethodType),
        "phoneNumber" when input.PhoneNumber is not null => Text(input.PhoneNumber),
        "rememberMe" => Flag(input.RememberMe),
        "keepMeSignedIn" => Flag(input.KeepMeSignedIn),
        "consent" => Flag(input.Consent),
        "revokeSessions" => Flag(input.RevokeSessions),
        _ => Text(input.Others.GetValueOrDefault(name)),
    };

    static JsonValue? Text(string? given) => given is null ? null : JsonValue.Create(given);

    static JsonValue? Flag(bool? given) => given is { } said ? JsonValue.Create(said) : null;
}
