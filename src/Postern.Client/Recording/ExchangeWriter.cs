using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Postern.Client;

/// <summary>Says what stands in a value's place.</summary>
delegate string Teller(string name, string value, FieldKind kind);

/// <summary>
/// An exchange as a cassette has it: of a known shape, whatever it is read from; every value passes the teller. What cannot be read for
/// secrets is left out.
/// </summary>
sealed class ExchangeWriter(FieldKinds kinds, Teller tell)
{
    // Of /.well-known/webfinger: what follows is a login.
    const string Account = "okta:acct:";

    static readonly string[] AnswerHeaders =
    [
        "Content-Type", "DPoP-Nonce", "Link", "Retry-After", "Set-Cookie", "WWW-Authenticate", "X-Okta-Request-Id", "X-Postern-Unsupported",
        "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset",
    ];

    readonly MemberWriter _members = new(kinds, tell);

    public JsonObject Request(SeenRequest seen)
    {
        var json = new JsonObject { ["method"] = seen.Method.Method };
        AddAddress(json, seen.Url, withFragment: false);
        Add(json, "headers", RequestHeaders(seen));
        AddBody(json, seen.MediaType, seen.Body, status: 0, at: null);
        if (seen.ExpectedNonce is { } nonce)
            json["expects"] = new JsonObject { ["nonce"] = tell("nonce", nonce, FieldKind.Secret) };
        return json;
    }

    public JsonObject Response(SeenResponse seen)
    {
        var json = new JsonObject { ["status"] = seen.Status };
        Add(json, "headers", ResponseHeaders(seen));
        if (seen.Headers.FirstOrDefault(header => header.Key.Equals("Location", StringComparison.OrdinalIgnoreCase)).Value is { } location)
            json["location"] = Location(location);
        AddBody(json, seen.MediaType, seen.Body, seen.Status, seen.At);
        if (seen.LeftOut is { } leftOut)
            json["left_out"] = leftOut;
        return json;
    }

    void AddBody(JsonObject json, string? type, string body, int status, DateTimeOffset? at)
    {
        if (body.Length == 0)
            return;

        if (type is "application/x-www-form-urlencoded")
            json["form"] = Pairs(body);
        else if (type is "text/html" or "application/xhtml+xml")
            json["page"] = RecordedPage.Read(body, status, this);
        else if (type is "application/jwt")
            json["jwt"] = tell("userinfo", body.Trim(), FieldKind.Secret);
        else if (type?.EndsWith("json", StringComparison.Ordinal) == true && Parsed(body) is { } parsed)
            json["json"] = _members.Write("", parsed, at);
        else
            json["left_out"] = $"{body.Length} characters of {type ?? "an unnamed type"}";
    }

    /// <summary>A value of a query, a form or a page.</summary>
    public string Parameter(string name, string value) =>
        name is "resource" && value.StartsWith(Account, StringComparison.Ordinal)
            ? Account + tell("login", value[Account.Length..], kinds.PersonalKind)
            : tell(name, value, kinds.OfParameter(name, value));

    public string Words(string text) => tell("", text, FieldKind.Plain);

    public JsonNode Location(string location)
    {
        // On Unix a path alone passes for an absolute file: URI.
        if (!Uri.TryCreate(location, UriKind.Absolute, out var url) || url.IsFile)
            return Words(location);

        var json = new JsonObject();
        AddAddress(json, url, withFragment: true);
        return json;
    }

    public JsonObject Pairs(string encoded)
    {
        var json = new JsonObject();
        foreach (var pair in encoded.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var before, var after] ? (Decoded(before), Decoded(after)) : (Decoded(pair), "");
            AddPair(json, name, Parameter(name, value));
        }

        return json;
    }

    /// <summary>A name may come more than once.</summary>
    public static void AddPair(JsonObject json, string name, string value)
    {
        if (!json.TryGetPropertyValue(name, out var before))
            json[name] = value;
        else if (before is JsonArray values)
            values.Add((JsonNode)value);
        else
            json[name] = new JsonArray(before!.DeepClone(), value);
    }

    void AddAddress(JsonObject json, Uri url, bool withFragment)
    {
        // Without user information, which is nobody's business.
        var origin = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        json["url"] = origin + string.Join('/', Segments(url.AbsolutePath.Split('/')));
        if (url.Query.Length > 1)
            json["query"] = Pairs(url.Query[1..]);
        if (withFragment && url.Fragment.Length > 1)
            json["fragment"] = Pairs(url.Fragment[1..]);
    }

    // Whoever has the address of the picture has the seed that it shows.
    IEnumerable<string> Segments(string[] path) => path.Select((segment, index) =>
        FieldKinds.LooksRandom(segment) || (index > 0 && path[index - 1] is "qr")
            ? tell("path", segment, FieldKind.Secret)
            : Words(segment));

    JsonObject RequestHeaders(SeenRequest seen)
    {
        var json = new JsonObject();
        foreach (var (name, value) in seen.Headers)
        {
            if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                json["Authorization"] = Authorization(value);
            else if (name.Equals("DPoP", StringComparison.OrdinalIgnoreCase))
                json["DPoP"] = ThumbprintOf(value) is { } jkt
                    ? tell("jkt", jkt, FieldKind.Secret)
                    : tell("proof", value, FieldKind.Volatile);
            else if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
                json["Cookie"] = string.Join("; ", value.Split("; ").Select(Cookie));
            else if (name.Equals("X-Device-Fingerprint", StringComparison.OrdinalIgnoreCase))
                json["X-Device-Fingerprint"] = tell("fingerprint", value, FieldKind.Secret);
        }

        return json;
    }

    JsonObject ResponseHeaders(SeenResponse seen)
    {
        var json = new JsonObject();
        foreach (var kept in AnswerHeaders)
        {
            foreach (var (_, value) in seen.Headers.Where(header => header.Key.Equals(kept, StringComparison.OrdinalIgnoreCase)))
                AddPair(json, kept, Header(kept, value, seen.At));
        }

        return json;
    }

    string Header(string name, string value, DateTimeOffset at) => name switch
    {
        "DPoP-Nonce" => tell("dpop_nonce", value, FieldKind.Secret),
        "Set-Cookie" => SetCookie(value),
        "X-Okta-Request-Id" => value,
        "X-Rate-Limit-Reset" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var reset) =>
            Placeholder.OfTime(reset, at),
        _ => Words(value),
    };

    string Authorization(string value) => value.Split(' ', 2) switch
    {
        ["Basic", var encoded] when Decoded64(encoded).Split(':', 2) is [var user, var password] =>
            $"Basic {Words(user)}:{tell("client_secret", Decoded(password), FieldKind.Secret)}",
        ["SSWS", var token] => $"SSWS {tell("api_token", token, FieldKind.Secret)}",
        [var scheme, var token] => $"{scheme} {tell("access_token", token, FieldKind.Secret)}",
        _ => tell("authorization", value, FieldKind.Secret),
    };

    // A moment of the recording's is none of the replay's.
    string SetCookie(string value)
    {
        var parts = value.Split(';');
        var attributes = parts.Skip(1).Where(part => !part.TrimStart().StartsWith("expires", StringComparison.OrdinalIgnoreCase));
        return string.Join(';', [Cookie(parts[0]), .. attributes.Select(Words)]);
    }

    string Cookie(string cookie) => cookie.Split('=', 2) is [var name, { Length: > 0 } value]
        ? $"{name}={tell(name, value.Trim('"'), FieldKind.Secret)}"
        : cookie;

    static string? ThumbprintOf(string proof)
    {
        try
        {
            var jwk = Jwt.Read(proof, "proof").Header.GetProperty("jwk").GetRawText();
            return Base64Url.EncodeToString(new JsonWebKey(jwk).ComputeJwkThumbprint());
        }
        catch (Exception e) when (e is TokenValidationException or KeyNotFoundException or ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    static JsonNode? Parsed(string body)
    {
        try
        {
            return JsonNode.Parse(HalfCharacters.Mended(body), documentOptions: new() { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string Decoded64(string encoded)
    {
        Span<byte> bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? Encoding.UTF8.GetString(bytes[..length]) : "";
    }

    static void Add(JsonObject json, string name, JsonObject value)
    {
        if (value.Count > 0)
            json[name] = value;
    }

    static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
