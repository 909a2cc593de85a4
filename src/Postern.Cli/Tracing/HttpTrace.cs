namespace Postern.Cli;

/// <summary>A run as a file of requests that editors can send again (VS Code, JetBrains, Visual Studio); answers are comments.</summary>
static class HttpTrace
{
    public static string Write(IReadOnlyList<TracedExchange> exchanges, TraceTeller teller) =>
        string.Join("\n\n", exchanges.Select((exchange, index) => string.Join('\n', Lines(index + 1, exchange, teller))));

    static IEnumerable<string> Lines(int number, TracedExchange exchange, TraceTeller teller)
    {
        yield return $"### {number}. {exchange.Method} {exchange.Url.AbsolutePath}: {TraceOutput.Summary(exchange)}";
        foreach (var line in Answer(exchange.Answer, teller).SelectMany(text => text.Split('\n')))
            yield return $"# {line.TrimEnd('\r')}";
        yield return $"{exchange.Method} {teller.Url(exchange.Url)}";
        foreach (var (name, value) in teller.Headers(exchange.Headers))
            yield return $"{name}: {value}";
        if (exchange.Body.Length > 0)
            yield return $"\n{teller.Body(exchange.MediaType, exchange.Body)}";
    }

    static IEnumerable<string> Answer(TracedAnswer? answer, TraceTeller teller)
    {
        if (answer is null)
            yield break;

        foreach (var (name, value) in teller.Headers(answer.Headers))
            yield return $"< {name}: {value}";
        if (teller.Body(answer.MediaType, answer.Body) is { Length: > 0 } body)
            yield return $"< {body}";
    }
}
