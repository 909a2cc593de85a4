using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Postern.Client;

/// <summary>
/// Fills the answers of a cassette in: with what the run has sent, with tokens that are signed anew, and with moments reckoned from now.
/// </summary>
sealed class Playback(Cassette cassette, TimeProvider time) : IDisposable
{
    readonly PlaybackKeys _keys = new(cassette.PlaybackKey);

    // Where tokens name no key there may be only one that fits.
    readonly bool _namesKeys = cassette.Tokens.All(
        token => (token.Value as JsonObject)?["header"] is JsonObject header && header.ContainsKey("kid"));
    readonly HashSet<string> _underway = [];

    public Bindings Bindings { get; set; } = new();

    public JsonObject Fill(JsonObject response)
    {
        var filled = (JsonObject)Filled(response)!;
        if ((filled["json"] as JsonObject)?["keys"] is not JsonArray keys)
            return filled;

        if (_namesKeys)
            _keys.AddTo(keys);
        else
            foreach (var jwk in keys.OfType<JsonObject>())
                _keys.Fill(jwk);
        return filled;
    }

    public void Dispose() => _keys.Dispose();

    JsonNode? Filled(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Filled(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => Filled(item))]),
        JsonValue value when value.TryGetValue(out string? template) => Filled(template),
        _ => node?.DeepClone(),
    };

    JsonNode Filled(string template)
    {
        if (Placeholder.MomentIn(template) is not { } moment)
            return (JsonNode)string.Concat(Placeholder.Parts(template).Select(part =>
                part.Placeholder is { } placeholder ? Value(placeholder) : part.Text));

        var at = time.GetUtcNow().AddSeconds(moment.Offset);
        return moment.IsDate
            ? (JsonNode)at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : at.ToUnixTimeSeconds();
    }

    string Value(Placeholder placeholder)
    {
        if (placeholder.Name == Placeholder.Braces)
            return "{{";

        return Bindings.Find(placeholder.Name) is null && Bindings.FindDerived(placeholder) is { } derived
            ? derived
            : Derivation.Apply(placeholder.Filter, Raw(placeholder.Name));
    }

    string Raw(string name)
    {
        if (Bindings.Find(name) is { } known)
            return known;

        var value = cassette.Tokens[name] is JsonObject token ? Minted(name, token) : MadeUp(name);
        Bindings.Bind(name, value);
        return value;
    }

    string Minted(string name, JsonObject token)
    {
        if (!_underway.Add(name))
            throw new CassetteException($"In {cassette.Name} the token {name} holds itself.", "Record again.");

        try
        {
            return _keys.Sign(
                (JsonObject)Filled(token["header"] ?? new JsonObject())!, (JsonObject)Filled(token["claims"] ?? new JsonObject())!);
        }
        finally
        {
            _underway.Remove(name);
        }
    }

    // By its looks a stand-in, and where a program reads it, of the right kind.
    public static string MadeUp(string name)
    {
        var number = name.Split('-')[^1];
        return name.Split('-')[0] switch
        {
            "user" => $"user-{number}@example.com",
            "phone" => $"+1 555 010 {number.PadLeft(4, '0')}",
            "name" => $"Name {number}",
            "sharedSecret" => "JBSWY3DPEHPK3PXP",
            "at_hash" or "c_hash" or "s_hash" or "ds_hash" => Base64Url.EncodeToString(new byte[16]),
            _ => $"played-{name}",
        };
    }
}
