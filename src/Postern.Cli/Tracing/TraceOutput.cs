using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>A run in one of the forms in which people send such things to each other.</summary>
static class TraceOutput
{
    public static string[] Forms { get; } = ["curl", "http", "har", "postman", "mermaid"];

    public static string Write(IReadOnlyList<TracedExchange> exchanges, string form, Redaction? secrets)
    {
        var teller = new TraceTeller(secrets);
        // Twice: what is a secret may be known only from a later answer, and what was told of it before is told anew.
        if (secrets is not null)
            _ = Write(exchanges, form, teller);
        return Write(exchanges, form, teller);
    }

    static string Write(IReadOnlyList<TracedExchange> exchanges, string form, TraceTeller teller) => form switch
    {
        "http" => HttpTrace.Write(exchanges, teller),
        "har" => Json(HarTrace.Write(exchanges, teller)),
        "postman" => Json(PostmanTrace.Write(exchanges, teller)),
        "mermaid" => MermaidTrace.Write(exchanges, teller),
        _ => CurlTrace.Write(exchanges, teller),
    };

    public static string Summary(TracedExchange exchange) => exchange.Answer is { } answer
        ? $"{answer.Status} {answer.Reason}".TrimEnd()
        : "no answer";

    static string Json(JsonObject json) => json.ToText(JsonLayout.Indented);
}
