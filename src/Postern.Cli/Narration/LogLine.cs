using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Postern.Cli;

/// <summary>A line of the log as JSON: one object, whatever stands in it.</summary>
static class LogLine
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(DateTimeOffset time, string level, IEnumerable<KeyValuePair<string, object?>> parts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", level);
            foreach (var (name, value) in parts)
                Write(json, JsonNamingPolicy.CamelCase.ConvertName(name), value);
            // So that a line is found from its trace, where there is one.
            if (Activity.Current is { } activity)
                json.WriteString("traceId", activity.TraceId.ToHexString());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>What failed, the outermost first, each with what may be repeated of it.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Causes(Exception? exception, Func<Exception, string?> sentence)
    {
        List<string> causes = [];
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            causes.Add(sentence(cause) is { } told ? $"{cause.GetType()}: {told}" : $"{cause.GetType()}");
        if (causes.Count == 0)
            return [];

        return [new("causes", causes), new("stack", exception!.StackTrace)];
    }

    static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case int whole:
                json.WriteNumber(name, whole);
                break;
            case double number:
                json.WriteNumber(name, number);
                break;
            case IEnumerable<string> texts:
                json.WriteStartArray(name);
                foreach (var text in texts)
                    json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            default:
                json.WriteString(name, value?.ToString());
                break;
        }
    }
}
