using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern decode</c>: a JWT's header and claims, times in words, what is wrong with it.</summary>
static class DecodeCommand
{
    const string Examples = """
        postern token | postern decode
        postern token | postern decode --token id
        postern decode env:ACCESS_TOKEN
        postern decode file:token.jwt --output json | jq .claims.scp
        """;

    public static Command Create(GlobalFlags flags, Terminal io)
    {
        var reference = new Argument<string>("TOKEN") { Description = "The JWT, or what 'postern token' prints: - (standard input), env:NAME, file:PATH", DefaultValueFactory = _ => "-" };
        var kind = TokenKinds.Option();
        var output = new Option<string>("--output", "-o") { Description = "text for people, json for scripts", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");

        var command = new Verb("decode", "Shows a JWT's header and claims, times in words, and what is wrong with it. Checks no signature.") { Examples = Examples };
        command.Add(reference);
        command.AddAll(kind, output);
        command.SetAction((parse, ct) => RunAsync(
            new(parse.GetRequiredValue(reference), TokenKinds.Read(parse, kind), parse.GetValue(output) is "json"), flags.Apply(parse, io), ct));
        return command;
    }

    internal static async Task<int> RunAsync(DecodeOptions options, Terminal io, CancellationToken ct)
    {
        if (options.Reference is "-" && io.InputIsTerminal)
            io.Say("Paste a token, then Enter and Ctrl-D.");

        var text = await new SecretReader(io).ReadAsync(options.Reference, "TOKEN", "Token", ct);
        var token = DecodedToken.Parse(Choose(text, options.Token));
        var problems = TokenProblems.Find(token, io.Time.GetUtcNow());
        if (options.AsJson)
            await io.Out.WriteLineAsync(DecodeOutput.Json(token, problems));
        else
            DecodeOutput.WriteFor(io, token, problems);

        return ExitCodes.Ok;
    }

    static string Choose(string text, string token)
    {
        if (!text.TrimStart().StartsWith('{'))
            return text;

        var json = JsonInput.Parse(text, "TOKEN");
        return json.Text(token) ?? throw new UsageException($"There is no {token} in it.", $"It has {string.Join(", ", json.Select(member => member.Key))}; choose with --token.");
    }
}

/// <summary>What <c>postern decode</c> was asked for.</summary>
sealed record DecodeOptions(string Reference, string Token, bool AsJson);
