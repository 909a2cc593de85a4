using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>How JSON is laid out: for people and files, or one line for scripts.</summary>
enum JsonLayout
{
    Indented,
    OneLine,
}

/// <summary>
/// JSON as the command prints it: members in the order they were added, absent rather than null, apostrophes unescaped, what a terminal
/// would obey escaped.
/// </summary>
static class Json
{
    extension(JsonObject json)
    {
        public void AddPresent(string name, string? value)
        {
            if (value is not null)
                json[name] = value;
        }

        public string? Text(string name) =>
            json.TryGetPropertyValue(name, out var node) && node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
    }

    extension(JsonNode? node)
    {
        public string ToText(JsonLayout layout)
        {
            using var stream = new MemoryStream();
            using (
                var writer = new Utf8JsonWriter(
                    stream, new() { Indented = layout is JsonLayout.Indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                if (node is null)
                    writer.WriteNullValue();
                else
                    node.WriteTo(writer);
            }

            return SafeText.Json(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
        }

        // A string without its quotes, anything else as JSON.
        public string ToPlainText() =>
            node is JsonValue value && value.TryGetValue(out string? text) ? text : node.ToText(JsonLayout.OneLine);
    }
}
