using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>
/// What a claim must be, as it was written: <c>groups~Testers</c>, <c>iss=https://…</c>, <c>exp&gt;+5m</c>, <c>email</c>, <c>!nonce</c>.
/// </summary>
/// <param name="Text">As it was written.</param>
/// <param name="Name">Of the claim, or the way to a member of it: <c>address.country</c>.</param>
/// <param name="Operator">Empty where it must be there, and <c>!</c> where it must not.</param>
/// <param name="Value">What it is held against.</param>
sealed record ClaimAssertion(string Text, string Name, string Operator, string Value)
{
    public const string Wanted =
        "NAME (is there), !NAME (is not), NAME=VALUE, NAME!=VALUE, NAME~VALUE (contains), NAME!~VALUE, or NAME with <, <=, > or >= and a " +
        "number; +5m and -1h are times from now";

    // The longer first: != is no =, and a value may hold any of them.
    static readonly string[] Operators = ["!=", "!~", ">=", "<=", "=", "~", ">", "<"];

    /// <summary>Null where it is none.</summary>
    public static ClaimAssertion? Parse(string text)
    {
        if (text is ['!', .. var absent])
            return IsName(absent) ? new(text, absent, "!", "") : null;

        var found = Operators.Select(sign => (Sign: sign, At: text.IndexOf(sign, StringComparison.Ordinal))).Where(each => each.At >= 0)
            .OrderBy(each => each.At).ThenByDescending(each => each.Sign.Length).FirstOrDefault();
        if (found.Sign is null)
            return IsName(text) ? new(text, text, "", "") : null;

        var value = text[(found.At + found.Sign.Length)..];
        var assertion = new ClaimAssertion(text, text[..found.At], found.Sign, value);
        return IsName(assertion.Name) && (!assertion.Compares || Number(value, default) is not null) ? assertion : null;
    }

    public bool Holds(JsonObject claims, DateTimeOffset now)
    {
        var found = Find(claims);
        return Operator switch
        {
            "" => found is not null,
            "!" => found is null,
            "=" => Is(found),
            "!=" => !Is(found),
            "~" => Contains(found),
            "!~" => !Contains(found),
            _ => NumberOf(found) is { } number && Number(Value, now) is { } bound && Compared(number, bound),
        };
    }

    /// <summary>What stands there, as JSON; null where nothing does.</summary>
    public string? Found(JsonObject claims) => Find(claims)?.ToText(JsonLayout.OneLine);

    bool Compares => Operator is ">" or "<" or ">=" or "<=";

    // A claim's own name may have dots in it, as a URL has.
    JsonNode? Find(JsonObject claims)
    {
        if (claims.TryGetPropertyValue(Name, out var whole))
            return whole;

        JsonNode? at = claims;
        foreach (var part in Name.Split('.'))
            at = at is JsonObject members && members.TryGetPropertyValue(part, out var next) ? next : null;
        return at;
    }

    // Of a list, its only element or the list itself as JSON.
    bool Is(JsonNode? found) => found switch
    {
        null => false,
        JsonArray and [{ } only] when only.ToPlainText() == Value => true,
        JsonArray or JsonObject => JsonNode.DeepEquals(found, Json(Value)),
        _ => found.ToPlainText() == Value,
    };

    bool Contains(JsonNode? found) => found switch
    {
        null => false,
        JsonArray elements => elements.Any(element => element.ToPlainText() == Value),
        JsonObject members => members.ContainsKey(Value),
        _ => found.ToPlainText().Contains(Value, StringComparison.Ordinal),
    };

    bool Compared(double number, double bound) => Operator switch
    {
        ">" => number > bound,
        ">=" => number >= bound,
        "<" => number < bound,
        _ => number <= bound,
    };

    static double? NumberOf(JsonNode? found) =>
        found is JsonValue value && value.TryGetValue(out double number) ? number : null;

    /// <summary>A number, or the moment so long from now as tokens write it.</summary>
    static double? Number(string text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;

        return text is [('+' or '-') and var sign, .. var count, var unit]
            && double.TryParse(count, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var many)
            && SecondsIn(unit) is { } seconds
            ? now.ToUnixTimeSeconds() + (sign is '+' ? many * seconds : -many * seconds)
            : null;
    }

    static double? SecondsIn(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => null,
    };

    static bool IsName(string name) => name.Length > 0 && !name.Any(letter => char.IsWhiteSpace(letter) || "!=~<>".Contains(letter));

    static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => Text;
}
