using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Protocol;
using Postern.Testing;

namespace Postern.Cli;

/// <summary><c>postern snapshot</c>: a token's claims without what differs from run to run, to be kept and held against later.</summary>
static class SnapshotCommand
{
    const string Examples = """
        postern token … | postern snapshot > ada.claims.json
        postern token … | postern snapshot --against ada.claims.json             # exit code 9 where they differ
        postern token … | postern snapshot --against ada.claims.json --accept    # that is how they are from now on
        postern token … | postern snapshot --token id
        """;

    public static Command Create()
    {
        var (token, output) = (new TokenInputFlags(Parameters.AccessToken), JsonOutput.Only());
        var against = new Option<string?>("--against") { HelpName = "FILE", Description = "Hold them against this file" };
        var accept = new Option<bool>("--accept") { Description = "With --against: write the file instead" };
        var command = new Verb(
            "snapshot",
            "Prints a token's claims without times, ids and hashes, so that two runs can be compared; checks no signature.")
        {
            Examples = Examples,
        };
        command.AddAll(token);
        command.AddAll(against, accept, output);
        command.Validators.Add(result =>
        {
            if (result.GetResult(accept) is { Implicit: false } && result.GetResult(against) is null or { Tokens.Count: 0 })
                result.AddError("--accept wants --against FILE: that is what it writes.");
        });
        command.Runs<SnapshotOptions>(parse => new(token.Read(parse), parse.GetValue(against), parse.GetValue(accept)), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(SnapshotOptions options, Terminal io, CancellationToken ct)
    {
        options.Input.InviteToPaste(io);
        var token = DecodedToken.Read(await options.Input.ReadTextAsync(new(io), ct), options.Input);
        var claims = LastingClaims.Of(token.Claims);
        if (options.Against is not { } file)
            return JsonOutput.Write(io, claims);

        if (options.Accepts)
            Accept(file, claims, io);
        else
            Compare(file, await ReadAsync(file, ct), claims, token.Kind);
        return ExitCodes.Ok;
    }

    static void Compare(string file, JsonObject expected, JsonObject claims, string kind)
    {
        if (ClaimDifference.Lines(expected, claims) is not { Count: > 0 } lines)
            return;

        throw new ClaimsException(
            $"The {kind}'s claims are not those of {file} (- expected, + found).", "If they are as they should be now, add --accept.")
        {
            Lines = lines,
            Fields = new() { ["differences"] = new JsonArray([.. lines.Select(line => (JsonNode?)line)]) },
        };
    }

    static async Task<JsonObject> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            return JsonInput.Parse(await File.ReadAllTextAsync(file, ct), $"--against {file}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"--against {file} cannot be read: {unreadable.Message}", "Where there is none yet, --accept writes it.");
        }
    }

    // Claims are no secret, and the file belongs into the repository beside the tests: it is not its owner's alone.
    static void Accept(string file, JsonObject claims, Terminal io)
    {
        try
        {
            OwnFile.WriteForAll(file, $"{claims.ToText(JsonLayout.Indented)}\n");
        }
        catch (NotKeptException unwritable) when (!FullDisk.Is(unwritable))
        {
            throw new UsageException(
                $"--against {file} cannot be written: {unwritable.InnerException!.Message}", "Name a file in a folder of yours.");
        }

        io.Say($"{file} has them.");
    }
}

/// <summary>What <c>postern snapshot</c> was asked for.</summary>
sealed record SnapshotOptions(TokenReference Input, string? Against, bool Accepts);
