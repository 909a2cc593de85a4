using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary><c>postern serve</c>: hands tokens of profiles to this user's programs.</summary>
static class ServeCommand
{
    const string Examples = """
        postern serve                      # on a socket; then: curl --unix-socket SOCKET http://localhost/token/dev
        postern serve --port 7780 --key env:BROKER_KEY     # curl -H "Authorization: Bearer $BROKER_KEY" http://127.0.0.1:7780/token/dev
        postern serve --keep-file dev=./run/dev.token      # a file that always holds a token that lasts
        """;

    public static Command Create()
    {
        var socket = new Option<string?>("--socket")
        {
            HelpName = "PATH",
            Description = "The Unix socket, in a folder of yours alone [default: in XDG_RUNTIME_DIR, or where postern keeps its data]",
        };
        var port = FlagValues.Whole("--port", 0, 0, 65_535);
        port.Description = "Listen at this port of this machine instead, 0 for any; whoever asks needs the key";
        var key = new Option<string?>("--key")
        {
            HelpName = SecretReader.HelpName,
            Description = "The key for --port: env:NAME, file:PATH or - [default: one is made and printed]",
        };
        var files = new Option<string[]>("--keep-file")
        {
            HelpName = "PROFILE=FILE",
            Description = "Keep the profile's access token in this file, renewed before it expires; may be repeated",
        };
        files.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => TokenFile.Read(token.Value) is null))
                result.AddError("--keep-file wants PROFILE=FILE.");
        });
        var output = JsonOutput.OrText("where it listens", "one line when ready, with url and key");
        var command = new Verb("serve", "Hands tokens of profiles to your programs, over a socket or a port of this machine; until Ctrl-C.")
        {
            Examples = Examples,
        };
        command.AddAll(socket, port, key, files, output);
        command.Runs<ServeOptions>(
            parse => new(parse.GetValue(socket), parse.GetResult(port) is { Implicit: false } ? parse.GetValue(port) : null)
            {
                KeyReference = parse.GetValue(key),
                Files = [.. (parse.GetValue(files) ?? []).Select(TokenFile.Read).OfType<TokenFile>()],
                AsJson = parse.GetValue(output) is "json",
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(ServeOptions options, Terminal io, CancellationToken ct)
    {
        if (options is { Socket: not null, Port: not null })
            throw new UsageException("--socket and --port are both given.", "The broker listens at one of them.");
        if (options is { KeyReference: not null, Port: null })
            throw new UsageException("--key is for --port.", "The socket is its owner's alone, and needs none.");

        foreach (var file in options.Files)
            io.Files.Profiles.Value.Find(file.Profile);
        var key = options.Port is null ? null : await KeyAsync(options, io, ct);
        var broker = new Broker(new(key), io);
        await using var host = options.Port is { } port
            ? await BrokerHost.OnPortAsync(port, broker.AnswerAsync, ct)
            : await BrokerHost.OnSocketAsync(
                options.Socket is { } named ? Path.GetFullPath(named) : UsualSocket(io), broker.AnswerAsync, ct);
        Tell(host, options.KeyReference is null ? key : null, options.AsJson, io);
        await Task.WhenAll(options.Files.Select(file => file.KeepAsync(broker, io, ct)).Append(StoppedAsync(ct)));
        io.Say("Stopped.");
        return ExitCodes.Ok;
    }

    static async Task<string> KeyAsync(ServeOptions options, Terminal io, CancellationToken ct)
    {
        var key = options.KeyReference is { } reference
            ? await new SecretReader(io).ReadAsync(reference, "--key", "Key", ct)
            : RandomNumberGenerator.GetHexString(48, lowercase: true);
        return key.Length >= 16 ? key : throw new UsageException("--key is too short to be one.", "Sixteen characters are the least.");
    }

    static string UsualSocket(Terminal io) => io.Environment("XDG_RUNTIME_DIR") is { Length: > 0 } run && Directory.Exists(run)
        ? Path.Combine(run, "postern", "broker.sock")
        : io.DataFolder() is { Length: > 0 } data
            ? Path.Combine(data, "postern", "broker", "broker.sock")
            : throw new UsageException("There is no folder for the socket.", "Name it with --socket.");

    static void Tell(BrokerHost host, string? madeKey, bool asJson, Terminal io)
    {
        if (asJson)
        {
            var json = new JsonObject { ["url"] = host.Url };
            json.AddPresent("key", madeKey);
            io.Write(json.ToText(JsonLayout.OneLine));
            return;
        }

        io.Print($"Tokens at {host.Url}, GET /token/PROFILE");
        if (madeKey is not null)
            io.Print($"Key: {madeKey}");
    }

    // Being told to stop is how a server ends well.
    static async Task StoppedAsync(CancellationToken ct) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

/// <summary>What <c>postern serve</c> was asked for.</summary>
sealed record ServeOptions(string? Socket, int? Port)
{
    public string? KeyReference { get; init; }
    public IReadOnlyList<TokenFile> Files { get; init; } = [];
    public bool AsJson { get; init; }

    public override string ToString() => "serve";
}
