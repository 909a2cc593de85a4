using System.CommandLine;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern decode</c>: a JWT's header and claims, times in words, what is wrong with it.</summary>
static class DecodeCommand
{
    const string Examples = """
        postern token | postern decode
        postern token | postern decode --token id
        postern decode --token env:ACCESS_TOKEN
        postern decode file:token.jwt --output json | jq .claims.scp
        """;

    public static Command Create()
    {
        var (token, output) = (
            new TokenInputFlags(Parameters.AccessToken), JsonOutput.OrText("for people, a tree on a terminal", "for scripts"));
        var command = new Verb("decode", "Shows a JWT's header and claims, times in words, and what is wrong with it. Checks no signature.")
        {
            Examples = Examples,
        };
        command.AddAll(token);
        command.Add(output);
        command.Runs<DecodeOptions>(parse => new(token.Read(parse), parse.GetValue(output) is "json"), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(DecodeOptions options, Terminal io, CancellationToken ct)
    {
        var input = options.Input;
        input.InviteToPaste(io);
        var token = DecodedToken.Read(await input.ReadTextAsync(new(io), ct), input);
        var problems = TokenProblems.Find(token, io.Time.GetUtcNow());
        if (options.AsJson)
            io.Write(DecodeOutput.Json(token, problems));
        else
            DecodeOutput.WriteFor(io, token, problems);

        return ExitCodes.Ok;
    }
}

/// <summary>What <c>postern decode</c> was asked for.</summary>
sealed record DecodeOptions(TokenReference Input, bool AsJson);
