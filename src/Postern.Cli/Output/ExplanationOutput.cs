using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>An explanation as a local org gives it, for people: what decides stands out.</summary>
static class ExplanationOutput
{
    public static void WriteFor(Terminal io, JsonObject explanation)
    {
        io.Print($"{explanation.Text("of")}{Words(explanation)}");
        if (explanation["request"] is JsonObject request)
            RequestLine.WriteFor(io, request);
        foreach (var remark in explanation["remarks"] as JsonArray ?? [])
            io.Print($"  {remark.ToPlainText()}");
        WritePolicies(io, explanation["accessPolicies"]);
        WritePolicies(io, explanation["signInPolicies"]);
        foreach (var claim in Objects(explanation["claims"]))
            io.Print(
                $"claim {claim.Text("name")} of the {claim.Text("in")}: {claim.Text("from")} {Value(claim)}{claim.Text("says")}");
    }

    static string Words(JsonObject explanation)
    {
        List<string> words = [];
        Add("server", explanation.Text("authorizationServer"));
        Add("client", explanation.Text("clientId"));
        Add("app", explanation.Text("app"));
        Add("user", explanation.Text("user"));
        Add("grant", explanation.Text("grantType"));
        Add("scopes", string.Join(',', (explanation["scopes"] as JsonArray ?? []).Select(scope => scope.ToPlainText())));
        Add("expires", explanation.Text("expiresAt"));
        return string.Concat(words);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                words.Add($" {name}={value}");
        }
    }

    static void WritePolicies(Terminal io, JsonNode? policies)
    {
        foreach (var policy in Objects(policies))
        {
            io.Print(
                $"{policy.Text("kind")} policy {Bold(io, policy)}{policy.Text("name")}{io.OnOutput(Style.Plain)} {policy.Text("says")}");
            foreach (var rule in Objects(policy["rules"]))
                io.Print($"  rule {Bold(io, rule)}{rule.Text("name")}{io.OnOutput(Style.Plain)} {rule.Text("says")}{Place(rule)}");
        }
    }

    static string Place(JsonObject rule) =>
        Is(rule, "decides") ? " ← decides" : Is(rule, "isNext") ? " ← would decide next" : "";

    static Style Bold(Terminal io, JsonObject which) => io.OnOutput(Is(which, "decides") ? Style.Bold : Style.Grey);

    static bool Is(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out bool isSo) && isSo;

    static string Value(JsonObject claim) => claim["value"] is { } value ? $"= {value.ToText(JsonLayout.OneLine)}, " : "";

    static IEnumerable<JsonObject> Objects(JsonNode? array) => (array as JsonArray ?? []).OfType<JsonObject>();
}
