using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern org start</c>: the local org as a server, until it is told to stop.</summary>
static class OrgStartCommand
{
    const int Port = 7777;

    const string Examples = """
        postern org start
        postern org start --port 0 --output json     # any free port; one JSON line when it listens
        postern org start --data org.db              # what happens in it outlives it
        postern org start --database postgres://postern@db/postern --database-password env:PGPASS --public-url https://okta.example.test
        postern org start --seed org.yaml --watch    # an org of your own, described in docs/seed-file.md
        postern org start --app "spa http://localhost:3000/callback" --user "ada@example.com env:ADA_PASSWORD"
        postern org start --engine identity-engine   # interaction codes, app sign-in policies, the widget's third generation
        postern org start --https                    # https://localhost:7777; 'postern org trust' says how to trust it
        postern org start --https --host host.docker.internal --listen 0.0.0.0   # for containers of this machine
        postern org start --public-url https://okta.example.test --behind-proxy 127.0.0.1 --control-key env:KEY
        """;

    public static Command Create()
    {
        var start = new StartFlags(Port);
        var output = JsonOutput.OrText("a summary and commands to try", "one line when ready");
        var command = new Verb("start", "Runs an Okta-compatible org until Ctrl-C, SIGTERM or SIGHUP.") { Examples = Examples };
        start.AddTo(command);
        command.Add(output);
        command.Runs<OrgStartOptions>(parse => new(start.Read(parse), parse.GetValue(output) is "json"), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(OrgStartOptions options, Terminal io, CancellationToken ct)
    {
        OrgLog log;
        string? superseded;
        await using (var started = await options.Start.StartAsync(io, ct))
        {
            var org = started.Org;
            log = started.Log;
            org.Outbox.Sent += log.Say;
            if (started.IgnoresSeed)
                log.Say("The org was there already, and stays as it is: a seed is what a new one begins with.");
            if (options.AsJson)
                io.Write(OrgOutput.Json(started));
            else
                OrgOutput.WriteFor(io, started, await org.NewConsoleLinkAsync(ct));

            superseded = await StoppedAsync(org, ct);
            log.Say("Stopping; requests that run may end.");
        }

        if (superseded is not null)
            throw new UsageException(superseded, "Install the version that the other processes of the org have, and start it again.");
        log.Say("Stopped.");
        return ExitCodes.Ok;
    }

    /// <summary>Being told to stop is how a server ends well, so this is no interruption. What it says where it ends by itself.</summary>
    static async Task<string?> StoppedAsync(LocalOrg.LocalOrg org, CancellationToken ct)
    {
        try
        {
            return await org.SupersededAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}

/// <summary>What <c>postern org start</c> was asked for.</summary>
sealed record OrgStartOptions(StartChoice Start, bool AsJson);
