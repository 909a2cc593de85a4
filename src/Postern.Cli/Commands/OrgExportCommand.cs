using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary><c>postern org export</c>: a running local org as a seed file.</summary>
static class OrgExportCommand
{
    const string Usual = "http://localhost:7777";

    const string Examples = """
        postern org export > org.yaml
        postern org export --org http://localhost:8080 --control-key env:KEY
        postern org export --secrets references      # env:POSTERN_… where a secret would stand
        postern org export --json | jq -r '.users[].login'
        """;

    public static Command Create()
    {
        var org = new Option<string?>("--org")
        {
            HelpName = "URL",
            Description = $"The local org [default: {EnvironmentNames.OrgUrl}, else {Usual}]",
        };
        var controlKey = new Option<string?>("--control-key")
        {
            HelpName = SecretReader.HelpName,
            Description = "The key that the org was started with: env:NAME, file:PATH, - or prompt",
        };
        var secrets = new Option<string>("--secrets")
        {
            HelpName = "left-out|references",
            Description = "What stands in the place of passwords and secrets, which are stored as hashes",
            DefaultValueFactory = _ => "left-out",
        };
        secrets.OnlyOneOf("left-out", "references");
        HttpFlags http = new(cassette: null); // a seed is a file already
        var output = SeedOutput.Option();
        var command = new Verb("export", "Writes a running local org as a seed file, which 'postern org start --seed' takes.")
        {
            Examples = Examples,
        };
        command.AddAll(org, controlKey, secrets);
        command.AddAll(http);
        command.Add(output);
        command.Runs<ExportOptions>(
            parse => new(
                parse.GetValue(org) is { } url ? ServerAddress.ParseOrg(url, "--org") : null, parse.GetValue(secrets)!, http.Read(parse))
            {
                ControlKey = parse.GetValue(controlKey), AsJson = parse.GetValue(output) is "json",
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(ExportOptions options, Terminal io, CancellationToken ct)
    {
        var org = options.Org
            ?? (io.FirstOf(EnvironmentNames.OrgUrl) is { } url ? ServerAddress.ParseOrg(url, EnvironmentNames.OrgUrl) : Usual);
        using var client = options.Http.Open(org, io);
        using HttpRequestMessage request = new(HttpMethod.Get, $"{org}/_postern/seed?secrets={options.Secrets}");
        if (options.ControlKey is { } reference)
            request.Headers.TryAddWithoutValidation(
                "X-Postern-Control-Key", await new SecretReader(io).ReadAsync(reference, "--control-key", $"Control key of {org}", ct));
        using var answer = await client.SendAsync(request, ct);
        var body = await ContentText.ReadAsync(answer.Content, ct);
        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType is not "application/yaml")
            throw Refused(org, (int)answer.StatusCode, body);

        SeedOutput.Write(io, body, options.AsJson);
        return ExitCodes.Ok;
    }

    static UsageException Refused(string org, int status, string body) => status switch
    {
        403 => new($"{org} refuses: {Detail(body)}", "Give the org's control key with --control-key REF."),
        _ => new(
            $"{org} answers {status} where a local org of this version has /_postern/seed.",
            "Check the address: it is what 'postern org start' prints first."),
    };

    static string Detail(string body)
    {
        try
        {
            return (JsonNode.Parse(HalfCharacters.Mended(body)) as JsonObject)?.Text("detail") ?? "it gives no reason.";
        }
        catch (System.Text.Json.JsonException)
        {
            return "it gives no reason.";
        }
    }
}

/// <summary>What <c>postern org export</c> was asked for.</summary>
sealed record ExportOptions(string? Org, string Secrets, HttpChoice Http)
{
    /// <summary>Where it is found.</summary>
    public string? ControlKey { get; init; }

    public bool AsJson { get; init; }

    public override string ToString() => "org export";
}
