using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary><c>postern org validate</c>: everything that is wrong with seed files.</summary>
static class OrgValidateCommand
{
    const string Examples = """
        postern org validate org.yaml
        postern org validate seeds/*.yaml --output json
        """;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Seed files, YAML or JSON", Arity = ArgumentArity.ZeroOrMore };
        var output = JsonOutput.OrText("a line for each fault, as compilers write them", "one array");
        var command = new Verb("validate", "Lists everything that is wrong with seed files; exit code 2 where there is something.")
        {
            Examples = Examples,
        };
        command.Add(files);
        command.AddAll(output);
        command.Runs<ValidateOptions>(parse => new(parse.GetValue(files) ?? [], parse.GetValue(output) is "json"), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(ValidateOptions options, Terminal io, CancellationToken ct)
    {
        if (options.Files is [])
            throw new UsageException("No seed file.", "Name one or more: postern org validate org.yaml");

        List<SeedFileFault> faults = [];
        UsageException? unreadable = null;
        foreach (var file in options.Files)
            try
            {
                faults.AddRange(await FaultsOfAsync(file, io, ct));
            }
            catch (UsageException failed)
            {
                // The others are judged all the same.
                unreadable ??= failed;
            }

        if (options.AsJson)
            io.Write(SeedFaultOutput.Json(faults).ToText(JsonLayout.Indented));
        else
            foreach (var fault in faults)
                io.Print($"{fault.ToString()}");
        if (unreadable is not null)
            throw unreadable;
        return faults.Count == 0 ? ExitCodes.Ok : ExitCodes.Usage;
    }

    static async Task<IReadOnlyList<SeedFileFault>> FaultsOfAsync(string file, Terminal io, CancellationToken ct)
    {
        try
        {
            // Whether the secrets are there is a question of the place where the org is started, not of the file.
            var read = await SeedFile.ReadAsync(file, SeedInput.Options(io) with { FetchesSecrets = false }, ct);
            io.Say($"{file}: {SeedFaultOutput.Summary(read.Seed)}");
            return [];
        }
        catch (SeedFileException wrong)
        {
            io.Say($"{file}: {(wrong.Faults.Count == 1 ? "1 fault" : $"{wrong.Faults.Count} faults")}");
            return wrong.Faults;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UsageException($"The seed {file} cannot be read: {failed.Message}", "Check the path and its permissions.");
        }
    }
}

/// <summary>What <c>postern org validate</c> was asked for.</summary>
sealed record ValidateOptions(IReadOnlyList<string> Files, bool AsJson);
