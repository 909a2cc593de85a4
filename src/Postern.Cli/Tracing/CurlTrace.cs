using Postern.LocalOrg;

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
            $"curl -sS -i -X {exchange.Method} {ShellWord.Quoted(teller.Url(exchange.Url))}",
        ];
        lines.AddRange(teller.Headers(exchange.Headers).Select(header => $"  -H {ShellWord.Quoted($"{header.Key}: {header.Value}")}"));
        if (exchange.Body.Length > 0)
            lines.Add($"  -d {ShellWord.Quoted(teller.Body(exchange.MediaType, exchange.Body))}");
        return $"{lines[0]}\n{string.Join(" \\\n", lines.Skip(1))}";
    }
}
