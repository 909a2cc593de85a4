using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postern.Client;

namespace Postern.Cli;

/// <summary>Replaces secrets by their fingerprints wherever they travel; one that was seen once is recognised anywhere.</summary>
sealed partial class Redaction
{
    const string QrCode = "/qr/";

    // Shorter values would also be found inside innocent words.
    const int ShortestRecognised = 6;

    // In sentences a whole word may be somebody's password: one that is nothing but letters is left, or it would be told by its absence.
    const int ShortestInWords = 8;

    // An org that is narrated for days meets ever new secrets; those of long ago do not come up again.
    const int MostRecognised = 1000;

    readonly HashSet<string> _seen = [];
    readonly Queue<string> _inOrder = [];

    public string Url(string url)
    {
        var open = UserInformation().Replace(url, "");
        var end = open.IndexOfAny(['?', '#']);
        return end < 0 ? Recognise(Path(open)) : Recognise(Path(open[..(end + 1)]) + Pairs(open[(end + 1)..]));
    }

    /// <summary>A secret that somebody gave: whatever repeats it is told by its fingerprint, from now on.</summary>
    public void Remember(string secret)
    {
        if (secret.Trim() is { Length: >= ShortestRecognised } given)
        {
            lock (_seen)
                _seen.Add(given);
        }
    }

    /// <summary>Somebody else's sentence: a library's, a proxy's, a server's, which may repeat what it was given.</summary>
    public string Words(string text)
    {
        var told = HeaderLine().Replace(
            UserInformation().Replace(text, ""),
            match => $"{match.Groups["name"].Value}: {Header(match.Groups["name"].Value, match.Groups["value"].Value)}");
        told = NamedValues(told);
        told = Credential().Replace(told, match => $"{match.Groups["scheme"].Value} {Secret(match.Groups["value"].Value)}");
        told = Jwt().Replace(told, match => Secret(match.Value));
        return Seen().Where(secret => secret.Length >= ShortestInWords && !secret.All(char.IsLetter)).Aggregate(told, Replace);
    }

    // One URL may carry another: a value under a harmless name may hold a secret under its own.
    string NamedValues(string text) => NamedValue().Replace(text, match => SecretNames.IsSecretField(match.Groups["name"].Value)
        ? match.Groups["before"].Value + Secret(match.Groups["value"].Value)
        : match.Groups["before"].Value + NamedValues(match.Groups["value"].Value));

    /// <summary>JSON whose strings are such sentences.</summary>
    public JsonNode? Members(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Members(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Members)]),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(Words(text)),
        _ => node?.DeepClone(),
    };

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
            Keep(value);

        return Fingerprint.Of(value);
    }

    void Keep(string value)
    {
        lock (_seen)
        {
            if (!_seen.Add(value))
                return;

            _inOrder.Enqueue(value);
            if (_inOrder.Count > MostRecognised)
                _seen.Remove(_inOrder.Dequeue());
        }
    }

    string Text(string value) => value switch
    {
        // A picture that is part of the answer may show a seed (idx.md 8).
        _ when value.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) => Secret(value),
        _ when value.Contains('?') || value.Contains('#') || value.Contains(QrCode, StringComparison.Ordinal) => Url(value),
        _ => value,
    };

    // Whoever has the address of the picture has the seed that it shows.
    string Path(string path)
    {
        var (from, end) = (path.IndexOf(QrCode, StringComparison.Ordinal) + QrCode.Length, path.TrimEnd('?', '#').Length);
        return from < QrCode.Length || from >= end ? path : path[..from] + Secret(path[from..end]) + path[end..];
    }

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
        if (!Convert.TryFromBase64String(encoded, bytes, out var length)
            || Encoding.UTF8.GetString(bytes[..length]).Split(':', 2) is not [var user, var password])
            return Secret(encoded);

        // RFC 6749 §2.3.1: both were form-encoded first, and elsewhere the same secret travels plain.
        _ = Secret(encoded);
        return $"{user}:{Secret(Uri.UnescapeDataString(password.Replace('+', ' ')))}";
    }

    string JsonBody(string text)
    {
        try
        {
            return Json(JsonNode.Parse(HalfCharacters.Mended(text)), isSecret: false).ToText(JsonLayout.OneLine);
        }
        catch (JsonException)
        {
            return $"({text.Length} characters that are not JSON)";
        }
    }

    JsonNode? Json(JsonNode? node, bool isSecret) => node switch
    {
        JsonObject members =>
            new JsonObject(
                members.Select(
                    member => KeyValuePair.Create(
                        member.Key,
                        Json(
                            member.Value,
                            isSecret || SecretNames.IsSecretField(member.Key) || (member.Key is "value" && IsSecretField(members)))))),
        JsonArray items => new JsonArray([.. items.Select(item => Json(item, isSecret))]),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(isSecret ? Secret(text) : Text(text)),
        _ => node?.DeepClone(),
    };

    // A field of a form, such as {"name": "interaction_code", "value": "…"}.
    static bool IsSecretField(JsonObject field) =>
        field["name"] is JsonValue named && named.TryGetValue(out string? name) && SecretNames.IsSecretField(name);

    string Recognise(string text) => Seen().Aggregate(text, Replace);

    // The longest first, since one secret may be part of another.
    string[] Seen()
    {
        lock (_seen)
            return [.. _seen.OrderByDescending(secret => secret.Length)];
    }

    static string Replace(string text, string secret) => text.Replace(secret, Fingerprint.Of(secret), StringComparison.Ordinal);

    // To the last @ before the path; and where what stands before it is no host and port, to the last @ of all: somebody left a slash
    // unescaped in a password.
    [
        GeneratedRegex(
            """(?<=://)(?:[^\s/?#<>"']*@|[^\s/?#<>"'@:\[]*:[^\s/?#<>"'@]*[^\s/?#<>"'@0-9][^\s/?#<>"'@]*[/?#][^\s<>"']*@)""",
            RegexOptions.CultureInvariant),
    ]
    private static partial Regex UserInformation();

    [
        GeneratedRegex(
            """\b(?<name>(?:Proxy-)?Authorization|(?:Set-)?Cookie|DPoP)\s*:\s*(?<value>[^\r\n]+)""",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant),
    ]
    private static partial Regex HeaderLine();

    // A name with its value in a query, a form or JSON; escaped once or twice where one URL carries another.
    [
        GeneratedRegex(
            """(?<before>(?<=^|[^\w%]|%(?:25)?[0-9A-Fa-f]{2})(?<name>[A-Za-z_]+)(?:=|%(?:25)?3[Dd]|["']\s*:\s*["']))(?<value>[^&#\s<>"']+)""",
            RegexOptions.CultureInvariant),
    ]
    private static partial Regex NamedValue();

    // With a digit, as real credentials have: "Basic authentication" is no secret.
    [GeneratedRegex("""\b(?<scheme>Bearer|DPoP|Basic|SSWS)\s+(?<value>(?=\S*[0-9])[\w.~+/=-]{8,})""", RegexOptions.CultureInvariant)]
    private static partial Regex Credential();

    [GeneratedRegex("""\beyJ[\w-]+(?:\.[\w-]*){2,4}""", RegexOptions.CultureInvariant)]
    private static partial Regex Jwt();
}
