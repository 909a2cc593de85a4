using System.Text.Json.Nodes;

namespace Postern.Client;

/// <summary>
/// Holds a request against one of a cassette's: method, address, parameters and members. What was random or secret may be anything, and
/// must be the same throughout.
/// </summary>
sealed class RequestMatcher(Bindings bindings)
{
    static readonly string[] Compared = ["method", "url", "query", "form", "json", "expects"];

    static readonly string[] ComparedHeaders = ["Authorization", "DPoP"];

    /// <summary>How much of it fits, for the one that is nearest.</summary>
    public int Likeness { get; private set; }

    /// <summary>The first that does not fit; null where everything does. Repeats no secret.</summary>
    public string? Difference { get; private set; }

    public bool Matches(JsonObject recorded, JsonObject asked)
    {
        foreach (var part in Compared)
            Compare(part, recorded[part], asked[part]);
        foreach (var header in ComparedHeaders)
            Compare(header, (recorded["headers"] as JsonObject)?[header], (asked["headers"] as JsonObject)?[header]);
        return Difference is null;
    }

    void Compare(string path, JsonNode? recorded, JsonNode? asked)
    {
        switch (recorded, asked)
        {
            case (null, null):
                return;
            case (JsonObject before, JsonObject now):
                CompareMembers(path, before, now);
                return;
            case (JsonArray before, JsonArray now) when before.Count == now.Count:
                for (var index = 0; index < before.Count; index++)
                    Compare($"{path}[{index}]", before[index], now[index]);
                return;
            case (JsonValue before, JsonValue now) when before.TryGetValue(out string? template) && now.TryGetValue(out string? value):
                CompareTexts(path, template, value);
                return;
            default:
                CompareOthers(path, recorded, asked);
                return;
        }
    }

    void CompareMembers(string path, JsonObject recorded, JsonObject asked)
    {
        foreach (var name in recorded.Select(member => member.Key).Union(asked.Select(member => member.Key)))
            Compare(path is "query" or "form" or "json" ? name : $"{path}.{name}", recorded[name], asked[name]);
    }

    void CompareTexts(string path, string template, string value)
    {
        if (bindings.Fits(template, value))
            Likeness += path is "method" or "url" ? 10 : 1;
        else if (template.Contains("{{", StringComparison.Ordinal))
            Note($"{path} is not the {template} of the exchanges before");
        else if (MayBeSecret(path, value) || MayBeSecret(path, template))
            Note($"{path} is another");
        else
            Note($"{path} is '{value}', and was '{template}'");
    }

    // A file that a person has changed, or a run that puts a token where none was, must not have it told.
    static bool MayBeSecret(string path, string value) =>
        SecretNames.IsSecretField(path[(path.LastIndexOf('.') + 1)..].Split('[')[0]) || value.Split('/').Any(FieldKinds.LooksRandom);

    void CompareOthers(string path, JsonNode? recorded, JsonNode? asked)
    {
        if (recorded is null)
            Note($"it has {path}, which was not there");
        else if (asked is null)
            Note($"it has no {path}");
        else if (JsonNode.DeepEquals(recorded, asked))
            Likeness++;
        else
            Note($"{path} is another");
    }

    void Note(string difference) => Difference ??= difference;
}
