using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary>Replaces secrets by their fingerprints wherever they travel; one that was seen once is recognised anywhere.</summary>
sealed class Redaction
{
    // Shorter values would also be found inside innocent words.
    const int ShortestRecognised = 6;

    readonly HashSet<string> _seen = [];

    public string Url(string url)
    {
        var end = url.IndexOfAny(['?', '#']);
        return end < 0 ? Recognise(url) : Recognise(url[..(end + 1)] + Pairs(url[(end + 1)..]));
    }

    public string Header(string name, string value) => Recognise(name.ToLowerInvariant() switch
    {
        "authorization" or "proxy-authorization" => Credentials(value),
        "cookie" => string.Join("; ", value.Split("; ").Select(Cookie)),
        "set-cookie" => value.Split(';', 2) is [var cookie, var attributes] ? $"{Cookie(cookie)};{attributes}" : Cookie(value),
        "location" or "referer" => Url(value),
        _ when SecretNames.IsSecretHeader(name) => Secret(value),
        _ => value,
    });

    // What cannot be read for secrets is not shown at all, only how much of it there is.
    public string Body(string? mediaType, string text) => Recognise(mediaType switch
    {
        "application/x-www-form-urlencoded" => Pairs(text),
        "text/html" => HtmlSummary.Of(text, this),
        not null when mediaType.EndsWith("json", StringComparison.Ordinal) => JsonBody(text),
        _ => $"({text.Length} characters of {mediaType ?? "an unnamed type"})",
    });

    public string Field(string name, string value) => SecretNames.IsSecretField(name) ? Secret(value) : Text(value);

    string Secret(string value)
    {
        if (value.Length is 0)
            return "";

        if (value.Length >= ShortestRecognised)
            _seen.Add(value);

        return Fingerprint.Of(value);
    }

    string Text(string value) => value.Contains('?') || value.Contains('#') ? Url(value) : value;

    string Pairs(string text) => string.Join('&', text.Split('&').Select(Pair));

    string Pair(string pair)
    {
        if (pair.Split('=', 2) is not [var name, var value])
            return pair;

        var plain = Uri.UnescapeDataString(value.Replace('+', ' '));
        var told = Field(Uri.UnescapeDataString(name), plain);
        return told == plain ? pair : $"{name}={told}";
    }

    string Cookie(string cookie) => cookie.Split('=', 2) is [var name, var value] ? $"{name}={Secret(value.Trim('"'))}" : Secret(cookie);

    string Credentials(string value) => value.Split(' ', 2) switch
    {
        ["Basic", var encoded] => $"Basic {Basic(encoded)}",
        [var scheme, var credentials] => $"{scheme} {Secret(credentials)}",
        _ => Secret(value),
    };

    string Basic(string encoded)
    {
        Span<byte> bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length) || Encoding.UTF8.GetString(bytes[..length]).Split(':', 2) is not [var user, var password])
            return Secret(encoded);

        // RFC 6749 §2.3.1: both were form-encoded first, and elsewhere the same secret travels plain.
        _ = Secret(encoded);
        return $"{user}:{Secret(Uri.UnescapeDataString(password.Replace('+', ' ')))}";
    }

    string JsonBody(string text)
    {
        try
        {
            return Json(JsonNode.Parse(text), isSecret: false).ToText(JsonLayout.OneLine);
        }
        catch (JsonException)
        {
            return $"({text.Length} characters that are not JSON)";
        }
    }

    JsonNode? Json(JsonNode? node, bool isSecret) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Json(member.Value, isSecret || SecretNames.IsSecretField(member.Key))))),
        JsonArray items => new JsonArray([.. items.Select(item => Json(item, isSecret))]),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(isSecret ? Secret(text) : Text(text)),
        _ => node?.DeepClone(),
    };

    string Recognise(string text)
    {
        foreach (var secret in _seen)
            text = text.Replace(secret, Fingerprint.Of(secret), StringComparison.Ordinal);

        return text;
    }
}
