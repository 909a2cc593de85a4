namespace Postern.Cli;

/// <summary>A run as calls of curl, one after the other.</summary>
static class CurlTrace
{
    public static string Write(IReadOnlyList<TracedExchange> exchanges, TraceTeller teller) =>
        string.Join("\n\n", exchanges.Select((exchange, index) => Call(index + 1, exchange, teller)));

    // curl's own User-Agent would do, but what is in between may go by it.
    static string Call(int number, TracedExchange exchange, TraceTeller teller)
    {
        List<string> lines =
        [
            $"# {number}. {exchange.Method} {exchange.Url.AbsolutePath}: {TraceOutput.Summary(exchange)}",
            $"curl -sS -i -X {exchange.Method} {Quoted(teller.Url(exchange.Url))}",
        ];
        lines.AddRange(teller.Headers(exchange.Headers).Select(header => $"  -H {Quoted($"{header.Key}: {header.Value}")}"));
        if (exchange.Body.Length > 0)
            lines.Add($"  -d {Quoted(teller.Body(exchange.MediaType, exchange.Body))}");
        return $"{lines[0]}\n{string.Join(" \\\n", lines.Skip(1))}";
    }

    // Inside single quotes a POSIX shell reads everything literally but the quote itself.
    static string Quoted(string value) => $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
