using System.Globalization;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>A request that a local org has on record, as one line for people.</summary>
static class RequestLine
{
    /// <summary>What tells most of what was asked.</summary>
    static readonly string[] Told = ["grant_type", "response_type", "scope", "username", "factorType", "status"];

    public static void WriteFor(Terminal io, JsonObject request)
    {
        var status = request["status"]?.GetValue<int>() ?? 0;
        var colour = io.OnOutput(status >= 400 || request["error"] is not null ? Style.Red : Style.Green);
        var plain = io.OnOutput(Style.Plain);
        var grey = io.OnOutput(Style.Grey);
        var at = DateTimeOffset.Parse(request.Text("at") ?? "", CultureInfo.InvariantCulture);
        io.Print(
            $"{grey}{at:HH:mm:ss.fff}{plain} {request.Text("method")} {request.Text("path")} {colour}{status} {Outcome(request)}{plain}"
            + $"{Words(request)} {grey}{request["milliseconds"].ToPlainText()} ms {request.Text("id")}{plain}");
    }

    static string Outcome(JsonObject request) => (request.Text("error"), Reason(request)) switch
    {
        (null, null) => request.Text("outcome") ?? "",
        (null, var reason) => $"{request.Text("outcome")} ({reason})",
        (var error, null) => error!,
        (var error, var reason) => $"{error} ({reason})",
    };

    static string? Reason(JsonObject request) => request.Text("reason")
        ?? (request["answered"] is JsonObject answered ? answered.Text("error_description") ?? answered.Text("errorSummary") : null);

    static string Words(JsonObject request)
    {
        List<string> words = [];
        if (request.Text("clientId") is { } client)
            words.Add($"client={client}");
        if (request.Text("user") is { } user)
            words.Add($"user={user}");
        if (request["sent"] is JsonObject sent)
            words.AddRange(Told.Where(name => sent.Text(name) is not null).Select(name => $"{name}={sent.Text(name)!.Replace(' ', ',')}"));
        if (request["faults"] is JsonArray { Count: > 0 } faults)
            words.Add($"struck={string.Join(',', faults.Select(fault => fault.ToPlainText()))}");
        return words.Count == 0 ? "" : " " + string.Join(' ', words);
    }
}
