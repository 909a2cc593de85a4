using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Client;

/// <summary>Makes the text of a cassette of what was seen, in the order in which it was asked.</summary>
static class CassetteWriter
{
    /// <param name="seen">In the order in which it was asked.</param>
    /// <param name="options">What must not be kept.</param>
    /// <param name="key">For the tokens, once there are any.</param>
    public static string Write(IReadOnlyList<SeenExchange> seen, RecordingOptions options, Lazy<string> key)
    {
        var kinds = new FieldKinds(options);
        var disguise = new Disguise(kinds);
        var learning = new ExchangeWriter(kinds, disguise.Learn);
        foreach (var exchange in seen)
            _ = Exchange(exchange, learning);
        disguise.EndLearning();

        var telling = new ExchangeWriter(kinds, disguise.Tell);
        JsonNode[] exchanges = [.. seen.Select(exchange => Exchange(exchange, telling))];
        var tokens = disguise.Tokens(options.Time.GetUtcNow());
        var cassette = new JsonObject
        {
            ["format"] = Cassette.Format,
            ["about"] = "What an org was asked and answered. Secrets are placeholders; tokens have no signatures, and are signed anew by " +
                "playback_key, which nobody else trusts.",
            ["exchanges"] = new JsonArray(exchanges),
        };
        if (tokens.Count > 0)
            (cassette["tokens"], cassette["playback_key"]) = (tokens, key.Value);
        return disguise.Scrub(Text(cassette)) + "\n";
    }

    static JsonObject Exchange(SeenExchange seen, ExchangeWriter writer) => new()
    {
        ["request"] = writer.Request(seen.Request),
        ["response"] = writer.Response(seen.Response!),
    };

    static string Text(JsonObject json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            json.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
