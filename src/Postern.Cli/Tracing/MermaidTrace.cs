using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary>
/// A run as a sequence diagram that Mermaid draws, on GitHub among others: what was asked, and what came of it, in a word.
/// </summary>
static class MermaidTrace
{
    // What an answer says of itself, in Okta's words or OAuth's; no secret among them.
    static readonly string[] Telling = ["status", "error", "errorCode", "errorSummary", "error_description", "token_type"];

    public static string Write(IReadOnlyList<TracedExchange> exchanges, TraceTeller teller)
    {
        List<string> lines = ["sequenceDiagram", "    participant P as postern"];
        var hosts = exchanges.Select(exchange => exchange.Url.Authority).Distinct().ToList();
        lines.AddRange(hosts.Select((host, index) => $"    participant O{index + 1} as {host}"));
        foreach (var exchange in exchanges)
        {
            var org = $"O{hosts.IndexOf(exchange.Url.Authority) + 1}";
            lines.Add($"    P->>{org}: {Escaped(Asked(exchange, teller))}");
            lines.Add(
                exchange.Answer is { } answer
                    ? $"    {org}-->>P: {Escaped(Answered(answer, teller))}"
                    : $"    {org}--xP: no answer");
        }

        return string.Join('\n', lines);
    }

    static string Asked(TracedExchange exchange, TraceTeller teller)
    {
        var query = teller.Url(exchange.Url).Split('?', 2) is [_, var told] ? told : "";
        var body = exchange.MediaType is "application/x-www-form-urlencoded" ? teller.Body(exchange.MediaType, exchange.Body) : "";
        return string.Join(
            "<br/>",
            ((string[])[$"{exchange.Method} {exchange.Url.AbsolutePath}", .. Pairs(query), .. Pairs(body)]).Where(part => part.Length > 0));
    }

    static string Answered(TracedAnswer answer, TraceTeller teller)
    {
        List<string> parts = [$"{answer.Status} {answer.Reason}".TrimEnd()];
        if (answer.Header("Location") is { } location)
            parts.Add($"to {teller.Text(location)}");
        if (answer.MediaType?.EndsWith("json", StringComparison.Ordinal) is true
            && Members(teller.Body(answer.MediaType, answer.Body)) is { } json)
            parts.AddRange(Telling.Where(name => json.Text(name) is not null).Select(name => $"{name} {json.Text(name)}"));
        return string.Join("<br/>", parts);
    }

    static IEnumerable<string> Pairs(string pairs) =>
        pairs.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString);

    static JsonObject? Members(string body)
    {
        try
        {
            return JsonNode.Parse(HalfCharacters.Mended(body)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A semicolon ends a line of a diagram, and a number sign begins an entity.
    static string Escaped(string text) => string.Concat(SafeText.Line(text).Select(letter => letter switch
    {
        '#' => "#35;",
        ';' => "#59;",
        _ => letter.ToString(),
    }));
}
