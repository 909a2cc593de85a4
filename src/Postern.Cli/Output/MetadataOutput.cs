using System.Text.Json.Nodes;
using Spectre.Console;

namespace Postern.Cli;

/// <summary>Prints an authorization server's metadata by what it is about: a tree where people look, plain lines in a pipe.</summary>
static class MetadataOutput
{
    const string Endpoints = "endpoints";
    const string Requests = "what can be asked for";
    const string Claims = "scopes and claims";
    const string Clients = "client authentication";
    const string Algorithms = "algorithms";
    const string Rest = "other";

    static readonly string[] Order = [Endpoints, Requests, Claims, Clients, Algorithms, Rest];

    public static void WriteFor(Terminal io, JsonObject metadata)
    {
        var title = metadata["issuer"].ToPlainText();
        var groups = metadata.Where(member => member.Key is not "issuer")
            .GroupBy(member => GroupOf(member.Key))
            .OrderBy(group => Array.IndexOf(Order, group.Key));
        if (io.OutputIsTerminal)
            WriteTree(io, title, groups);
        else
            WriteLines(io, title, groups);
    }

    // By the shape of its name: what a server adds of its own finds its place too.
    static string GroupOf(string name) => name switch
    {
        _ when name.EndsWith("_auth_methods_supported", StringComparison.Ordinal)
            || name.EndsWith("_auth_signing_alg_values_supported", StringComparison.Ordinal) =>
            Clients,
        _ when name.Contains("_alg_values", StringComparison.Ordinal) || name.Contains("_enc_values", StringComparison.Ordinal) =>
            Algorithms,
        _ when name.EndsWith("_endpoint", StringComparison.Ordinal)
            || name.EndsWith("_uri", StringComparison.Ordinal)
            || name is "check_session_iframe" =>
            Endpoints,
        "scopes_supported" or "claims_supported" or "claim_types_supported" or "subject_types_supported" or "acr_values_supported" =>
            Claims,
        _ when name.EndsWith("_supported", StringComparison.Ordinal) => Requests,
        _ => Rest,
    };

    static void WriteTree(Terminal io, string title, IEnumerable<IGrouping<string, KeyValuePair<string, JsonNode?>>> groups)
    {
        var tree = new Tree(Screen.Line($"[bold]{title}[/]")) { Guide = TreeGuide.Line };
        foreach (var group in groups)
        {
            var node = tree.AddNode(Screen.Line($"[bold]{group.Key}[/]"));
            foreach (var (name, value) in group)
                node.AddNode(Screen.Line($"[blue]{name}[/] {Text(value)}"));
        }

        Screen.On(io).Write(tree);
    }

    static void WriteLines(Terminal io, string title, IEnumerable<IGrouping<string, KeyValuePair<string, JsonNode?>>> groups)
    {
        io.Print(title);
        foreach (var group in groups)
        {
            io.Print(group.Key);
            foreach (var (name, value) in group)
                io.Print($"  {name}: {Text(value)}");
        }
    }

    static string Text(JsonNode? value) =>
        value is JsonArray items ? string.Join(", ", items.Select(item => item.ToPlainText())) : value.ToPlainText();
}
