using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary><c>postern org schema</c>: the JSON Schema of seed files.</summary>
static class OrgSchemaCommand
{
    const string Examples = """
        postern org schema > org.schema.json
        # then in a seed file, for editors:  # yaml-language-server: $schema=org.schema.json
        """;

    public static Command Create()
    {
        var command = new Verb("schema", "Prints the JSON Schema (2020-12) of seed files, by which editors complete and check them.")
        {
            Examples = Examples,
        };
        command.Add(JsonOutput.Only());
        command.Runs<SchemaOptions>(
            _ => new(),
            (_, io, _) =>
            {
                io.Write(SeedFile.Schema.TrimEnd());
                return Task.FromResult(ExitCodes.Ok);
            });
        return command;
    }
}

/// <summary>What <c>postern org schema</c> was asked for: nothing can be.</summary>
sealed record SchemaOptions;
