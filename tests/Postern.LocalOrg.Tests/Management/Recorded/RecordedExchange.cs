using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Management.Recorded;

/// <summary>A request to a real org's Management API, and what it answered. Of the earlier ones the request's body was not kept.</summary>
sealed record RecordedExchange(
    int Number, string Source, string Method, string Path, string Query, JsonNode? Body, int Status, JsonNode? Answer)
{
    /// <summary>Empty where the recordings are not there.</summary>
    public static IReadOnlyList<RecordedExchange> All { get; } = Read();

    static readonly Lazy<HashSet<string>> Early = new(() =>
    [
        .. All.Where(exchange => (exchange.Path + exchange.Answer?.ToJsonString()) is var said
            && (said.Contains("4x6", StringComparison.Ordinal) || said.Contains("5d6", StringComparison.Ordinal))).Select(exchange =>
                exchange.Source),
    ]);

    /// <summary>What the path is of, whatever the ids in it.</summary>
    public string Template => string.Join('/', Path.Split('/').Select(part => RecordedIds.IsId(part) ? "{}" : part));

    /// <summary>
    /// Whether it is of 2020 or 2021, by the ids of the orgs of that time: Okta has added members since, and put some elsewhere.
    /// </summary>
    public bool IsEarly => Early.Value.Contains(Source);

    /// <summary>The id that there was nothing of; null where the answer is another.</summary>
    public string? Missing => Status is 404 && Answer?["errorSummary"]?.ToString() is { } summary
        && summary.Split("Resource not found: ") is [_, var what] ? what[..what.LastIndexOf(" (", StringComparison.Ordinal)] : null;

    static IReadOnlyList<RecordedExchange> Read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path_(root, "Postern.slnx")))
            root = root.Parent;
        var file = Path_(root!, "..", "shared", "fixtures", "management", "exchanges.jsonl");
        return File.Exists(file) ? [.. File.ReadLines(file).Select((line, number) => Of(JsonNode.Parse(line)!, number))] : [];
    }

    static string Path_(DirectoryInfo root, params string[] parts) => System.IO.Path.Combine([root.FullName, .. parts]);

    static RecordedExchange Of(JsonNode line, int number) => new(
        number,
        (string)line["source"]!,
        (string)line["request"]!["method"]!,
        (string)line["request"]!["path"]!,
        (string)line["request"]!["query"]!,
        line["request"]!["body"],
        (int)line["response"]!["status"]!,
        line["response"]!["body"]);
}
