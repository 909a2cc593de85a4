using System.CommandLine;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary><c>postern org backup</c>: a copy of an org's data file, while it runs.</summary>
static class OrgBackupCommand
{
    const string Examples = """
        postern org backup --data org.db --to org-monday.db
        postern org start --data org-monday.db       # the org as it was then
        """;

    public static Command Create()
    {
        var data = new Option<string?>("--data") { HelpName = "FILE", Description = "The file that the org keeps itself in" };
        var to = new Option<string?>("--to") { HelpName = "FILE", Description = "The copy; nothing is written over" };
        var output = JsonOutput.OrText("a remark", "the file and its size");
        var command = new Verb("backup", "Copies an org's data file as it is at one moment, also while the org runs.")
        {
            Examples = Examples,
        };
        command.AddAll(data, to, output);
        command.Runs<OrgBackupOptions>(
            parse => new(parse.GetValue(data), parse.GetValue(to), parse.GetValue(output) is "json"), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(OrgBackupOptions options, Terminal io, CancellationToken ct)
    {
        var data = options.Data ?? throw UsageException.Missing("data file", "--data FILE");
        var to = options.To ?? throw UsageException.Missing("name for the copy", "--to FILE");
        var line = new StepLine(io, steps: 1);
        line.Begin($"copying {data}");
        try
        {
            await line.WhileAsync(LocalOrg.LocalOrg.BackUpAsync(data, to, ct));
        }
        catch (IOException failed)
        {
            throw new UsageException(failed.Message, "--data names the org's file, --to the copy that is to be made.", failed);
        }

        var size = new FileInfo(to).Length;
        if (options.AsJson)
            io.Write(new JsonObject { ["file"] = Path.GetFullPath(to), ["bytes"] = size }.ToText(JsonLayout.OneLine));
        else
            io.Say($"{to} has {size:N0} bytes; 'postern org start --data {to}' runs it.");
        return ExitCodes.Ok;
    }
}

/// <summary>What <c>postern org backup</c> was asked for.</summary>
sealed record OrgBackupOptions(string? Data, string? To, bool AsJson);
