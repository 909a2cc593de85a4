using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern explain</c>: why a local org issued a token as it did, or answered a request as it did.</summary>
static class ExplainCommand
{
    const int RequestIdLength = 32;

    public static Command Create()
    {
        var (control, token) = (new RunningOrgFlags(), new TokenInputFlags(Parameters.AccessToken));
        var output = JsonOutput.OrText("for people", "as the org tells it");
        var command = new Verb(
            "explain",
            "Explains a token of a running local org, or a request that it has on record (X-Okta-Request-Id, errorId): which policy and " +
            "rule decided, which expression gave which claim, what the next rule would have said.")
        {
            Examples = """
                postern token --org http://localhost:7777 … | postern explain
                postern explain file:tokens.json --token id
                postern explain 4bf92f3577b34da6a3ce929d0e0e4736       # the id of a request that was refused
                """,
        };
        command.AddAll(token, control);
        command.Add(output);
        command.Runs<ExplainOptions>(parse => new(control.Read(parse), token.Read(parse), parse.GetValue(output) is "json"), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(ExplainOptions options, Terminal io, CancellationToken ct)
    {
        var asked = options.Input.Reference is { } text && IsRequestId(text)
            ? new JsonObject { ["requestId"] = text }
            : new JsonObject { ["token"] = (await options.Input.ReadAsync(io, new(io), ct)).Value };
        using var org = await options.Control.ConnectAsync(io, ct);
        var explanation = await org.PostAsync("explain", asked, ct);
        if (options.AsJson)
            return JsonOutput.Write(io, explanation);

        ExplanationOutput.WriteFor(io, explanation);
        return ExitCodes.Ok;
    }

    static bool IsRequestId(string text) =>
        (text.Length == RequestIdLength && text.All(char.IsAsciiHexDigitLower)) || text.StartsWith("oae", StringComparison.Ordinal);
}

/// <summary>What <c>postern explain</c> was asked for.</summary>
sealed record ExplainOptions(RunningOrgChoice Control, TokenReference Input, bool AsJson);
