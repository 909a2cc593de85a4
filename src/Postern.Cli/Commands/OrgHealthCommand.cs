using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary>
/// <c>postern org health</c>: whether a local org can serve, for images and units that have no other program to ask with.
/// </summary>
static class OrgHealthCommand
{
    const string Examples = """
        postern org health                                  # ready, draining, database_away …; exit code 0 where it is ready
        postern org health --org https://okta.example.test --ca-file authority.pem
        until postern org health -q; do sleep 1; done       # in a script that has just started one
        """;

    public static Command Create()
    {
        var control = new RunningOrgFlags();
        var command = new Verb(
            "health", "Says whether a local org can serve: exit code 0, 8 where it answers that it cannot, 7 where nobody does.")
        {
            Examples = Examples,
        };
        var output = JsonOutput.OrText("a word", "the same for scripts");
        command.AddAll(control);
        command.Add(output);
        command.Runs<(RunningOrgChoice Control, bool AsJson)>(
            parse => (control.Read(parse), parse.GetValue(output) is "json"),
            (options, io, ct) => RunAsync(options.Control, options.AsJson, io, ct));
        return command;
    }

    internal static async Task<int> RunAsync(RunningOrgChoice options, bool asJson, Terminal io, CancellationToken ct)
    {
        var url = options.Org ?? RunningOrgFlags.UsualFor(io);
        using var http = options.Http.Open(url, io);
        using var response = await http.GetAsync($"{url}/health/ready", ct);
        if (Status(await ContentText.ReadAsync(response.Content, ct)) is not { } status)
            throw new ControlRefusedException((int)response.StatusCode, $"{url} is no local org: it tells nobody how it is.");

        if (asJson)
            JsonOutput.Write(io, new JsonObject { ["status"] = status, ["org"] = url });
        else
            io.Print(status);
        return response.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.ServerError;
    }

    static string? Status(string body)
    {
        try
        {
            return (JsonNode.Parse(HalfCharacters.Mended(body)) as JsonObject)?.Text("status");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
