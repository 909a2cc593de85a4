using System.CommandLine;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary><c>postern org coverage</c>: what a run has met of all that a local org has, and what never.</summary>
static class OrgCoverageCommand
{
    static readonly (string Member, string Title)[] Kinds =
    [
        ("endpoints", "endpoints"), ("grants", "grants"), ("responseTypes", "response types"), ("responseModes", "response modes"),
        ("errors", "errors"),
    ];

    public static Verb Create()
    {
        var control = new RunningOrgFlags();
        var never = new Option<bool>("--never") { Description = "Only what was never met" };
        var clear = new Option<bool>("--clear") { Description = "Begin anew afterwards" };
        var output = JsonOutput.OrText("how often each was met", "as the org tells it");
        var command = new Verb(
            "coverage",
            "Shows which endpoints, grants, response types and errors of a local org were met while its requests were recorded.")
        {
            Examples = """
                postern org coverage
                postern org coverage --never
                postern org coverage --output json | jq '.grants[] | select(.met == 0).name'
                """,
        };
        command.AddAll(control);
        command.AddAll(never, clear, output);
        command.Runs<CoverageOptions>(
            parse => new(control.Read(parse), parse.GetValue(never), parse.GetValue(clear), parse.GetValue(output) is "json"), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(CoverageOptions options, Terminal io, CancellationToken ct)
    {
        using var org = await options.Control.ConnectAsync(io, ct);
        var report = await org.GetAsync("coverage", ct);
        if (options.Clears)
            await org.DeleteAsync("coverage", ct);
        if (options.AsJson)
            return JsonOutput.Write(io, report);

        foreach (var (member, title) in Kinds)
            Write(io, title, [.. (report[member] as JsonArray ?? []).OfType<JsonObject>()], options.OnlyNever);
        if (report["isRecording"] is JsonValue recording && !recording.GetValue<bool>())
            io.Warn("Nothing is counted now: 'postern org log' has requests recorded while it follows.");
        return ExitCodes.Ok;
    }

    static void Write(Terminal io, string title, List<JsonObject> items, bool onlyNever)
    {
        io.Print($"{title}: {items.Count(item => MetOf(item) > 0)} of {items.Count} met");
        foreach (var item in items.Where(item => !onlyNever || MetOf(item) == 0))
            io.Print($"  {(MetOf(item) == 0 ? "never" : item["met"].ToPlainText()),6}  {item.Text("name")}");
    }

    static long MetOf(JsonObject item) => item["met"]?.GetValue<long>() ?? 0;
}

/// <summary>What <c>postern org coverage</c> was asked for.</summary>
sealed record CoverageOptions(RunningOrgChoice Control, bool OnlyNever, bool Clears, bool AsJson);
