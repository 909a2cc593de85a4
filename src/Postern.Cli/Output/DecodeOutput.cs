using System.Text.Json.Nodes;
using Spectre.Console;

namespace Postern.Cli;

/// <summary>Prints a decoded token: a tree where people look, plain lines in a pipe, or JSON.</summary>
static class DecodeOutput
{
    public static string Json(DecodedToken token, IReadOnlyList<string> problems) => new JsonObject
    {
        ["kind"] = token.Kind,
        ["header"] = token.Header.DeepClone(),
        ["claims"] = token.Claims.DeepClone(),
        ["times"] = new JsonObject(token.Times.Select(time => KeyValuePair.Create(time.Claim, (JsonNode?)Words.Instant(time.Time)))),
        ["signature"] = "not checked",
        ["problems"] = new JsonArray([.. problems.Select(problem => (JsonNode?)problem)]),
    }.ToText(JsonLayout.Indented);

    public static void WriteFor(Terminal io, DecodedToken token, IReadOnlyList<string> problems)
    {
        if (io.OutputIsTerminal)
            WriteTree(io, token, problems);
        else
            WriteLines(io, token, problems);
    }

    static void WriteLines(Terminal io, DecodedToken token, IReadOnlyList<string> problems)
    {
        var now = io.Time.GetUtcNow();
        io.Print($"{token.Kind}, signature not checked");
        io.Print("header");
        foreach (var (name, value) in token.Header)
            io.Print($"  {name}: {value.ToPlainText()}");

        io.Print("claims");
        foreach (var (name, value) in token.Claims)
            io.Print($"  {name}: {value.ToPlainText()}{InWords(token, name, now)}");

        io.Print(problems.Count is 0 ? "no problems at first sight" : "problems");
        foreach (var problem in problems)
            io.Print($"  {problem}");
    }

    static void WriteTree(Terminal io, DecodedToken token, IReadOnlyList<string> problems)
    {
        var now = io.Time.GetUtcNow();
        var tree = new Tree(Screen.Line($"[bold]{token.Kind}[/], signature not checked")) { Guide = TreeGuide.Line };
        var header = tree.AddNode("[bold]header[/]");
        foreach (var (name, value) in token.Header)
            header.AddNode(Screen.Line($"[blue]{name}[/] {value.ToPlainText()}"));

        var claims = tree.AddNode("[bold]claims[/]");
        foreach (var (name, value) in token.Claims)
            claims.AddNode(Screen.Line($"[blue]{name}[/] {value.ToPlainText()}[grey]{InWords(token, name, now)}[/]"));

        var verdict = tree.AddNode(problems.Count is 0 ? "[green]no problems at first sight[/]" : "[red]problems[/]");
        foreach (var problem in problems)
            verdict.AddNode(Screen.Line($"{problem}"));

        Screen.On(io).Write(tree);
    }

    static string InWords(DecodedToken token, string claim, DateTimeOffset now) =>
        token.Times.Where(time => time.Claim == claim).Select(time => $" ({Words.Instant(time.Time)}, {Words.Relative(time.Time, now)})")
            .FirstOrDefault()
            ?? "";
}
