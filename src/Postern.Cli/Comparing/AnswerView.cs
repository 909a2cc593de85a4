using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Postern.Client;

namespace Postern.Cli;

/// <summary>
/// What an org's answer says, without what must differ between two orgs: addresses, ids, moments, keys, random values. Those are told by
/// their kind.
/// </summary>
sealed partial class AnswerView(ComparedOrg org)
{
    static readonly string[] Random =
    [
        "at_hash", "c_hash", "e", "errorId", "jti", "kid", "n", "nonce", "sid", "stateToken", "x", "y",
    ];

    static readonly string[] Moments = ["auth_time", "created", "expiresAt", "iat", "lastUpdated", "nbf", "passwordChanged", "updated_at"];

    public JsonObject Of(Answered answer)
    {
        var view = new JsonObject { ["status"] = answer.Status };
        view.AddPresent("type", answer.Type);
        view.AddPresent("challenge", answer.Challenge is null ? null : Text(answer.Challenge));
        if (answer.Location is { } location)
            view["redirect"] = Redirect(location);
        if (answer.Body.Length > 0)
            AddBody(view, answer);
        return view;
    }

    /// <summary>The body alone, or what came in its place.</summary>
    public JsonNode Document(Answered answer) =>
        answer.Status == 200 && Of(answer)["body"] is JsonObject body ? body.DeepClone() : Of(answer);

    /// <summary>What kinds of key there are: nobody has the same keys.</summary>
    public JsonNode Keys(Answered answer)
    {
        if (Document(answer) is not JsonObject document || document["keys"] is not JsonArray keys)
            return Document(answer);

        var kinds = keys.Select(key => key.ToText(JsonLayout.OneLine)).Distinct().Order(StringComparer.Ordinal);
        document["keys"] = new JsonArray([.. kinds.Select(kind => JsonNode.Parse(kind))]);
        return document;
    }

    /// <summary>A token's header and claims; how long it lives, and not until when.</summary>
    public JsonObject Token(JsonObject header, JsonObject claims)
    {
        var told = (JsonObject)Node("claims", claims)!;
        if (Seconds(claims["exp"]) is { } expires && Seconds(claims["iat"]) is { } issued)
            told["exp"] = string.Create(CultureInfo.InvariantCulture, $"iat + {expires - issued}");
        return new() { ["header"] = Node("header", header), ["claims"] = told };
    }

    public string Text(string text)
    {
        var told = text;
        foreach (var (own, kind) in Own().Where(own => own.Value is { Length: > 0 }))
            told = told.Replace(own!, kind, StringComparison.OrdinalIgnoreCase);
        return Moment().Replace(Id().Replace(told, "{id}"), "{time}");
    }

    public JsonNode? Node(string name, JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Node(member.Key, member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => Node(name, item))]),
        JsonValue when Random.Contains(name) => JsonValue.Create($"{{{name}}}"),
        JsonValue when Moments.Contains(name) => JsonValue.Create("{time}"),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(Text(text)),
        _ => node?.DeepClone(),
    };

    // The longest first: one may be part of another.
    IEnumerable<(string? Value, string Kind)> Own() => new (string? Value, string Kind)[]
    {
        (org.App.RedirectUri, "{redirect_uri}"), (org.Url, "{org}"), (new Uri(org.Url).Authority, "{host}"), (org.App.ClientId, "{client}"),
        (org.Login, "{login}"),
    }.OrderByDescending(own => own.Value?.Length ?? 0);

    void AddBody(JsonObject view, Answered answer)
    {
        if (answer.Type?.EndsWith("json", StringComparison.Ordinal) == true && Parsed(answer.Body) is { } json)
            view["body"] = Node("", json);
        else if (answer.Type is "text/html")
            view["page"] = Text(Page(answer.Body));
        else
            view["body"] = Text(answer.Body);
    }

    JsonObject Redirect(string location)
    {
        var address = location.Split(['?', '#'], 2)[0];
        var view = new JsonObject { ["to"] = Text(address.Length > 0 ? address : location) };
        foreach (var pair in location[address.Length..].TrimStart('?', '#').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=', 2) is [var name, var value])
                view[name] = Node(name, JsonValue.Create(Uri.UnescapeDataString(value.Replace('+', ' '))));
        }

        return view;
    }

    // Of an error what it says; of any other page who is asked for what.
    static string Page(string html)
    {
        if (Nesting.IsTooDeep(html))
            return "a page that nests deeper than any browser would follow";

        var page = new HtmlParser().ParseDocument(html);
        var part = page.QuerySelector(".error-content") ?? page.QuerySelector("form");
        var words = (part?.Descendants<IText>() ?? [])
            .Where(text => text.ParentElement is not { LocalName: "script" or "style" })
            .SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return part is null ? page.Title ?? "" : string.Join(' ', words);
    }

    // What says a thing twice is told as it came: nobody knows which is meant.
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

    static long? Seconds(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long seconds) ? seconds : null;

    [GeneratedRegex(@"\b(?=[A-Za-z0-9]{0,19}[0-9])[0-9a-z]{3}[A-Za-z0-9]{17}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Moment();
}
