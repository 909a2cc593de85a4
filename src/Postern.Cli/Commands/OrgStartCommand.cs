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
        postern org start --public-url https://okta.example.test --control-key env:KEY   # behind a proxy that speaks TLS
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
        await using (var started = await options.Start.StartAsync(io, ct))
        {
            var org = started.Org;
            org.Outbox.Sent += message =>
                io.Say($"{message.Channel} to {message.To}: {message.Text}{(message.Channel is "push" ? $" (push {message.Id})" : "")}");
            if (options.AsJson)
                io.Write(OrgOutput.Json(org));
            else
                OrgOutput.WriteFor(io, org);

            // Being told to stop is how a server ends well, so this is no interruption.
            await Task.Delay(Timeout.Infinite, ct)
                .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            io.Say("Stopping; requests that run may end.");
        }

        io.Say("Stopped.");
        return ExitCodes.Ok;
    }
}

/// <summary>What <c>postern org start</c> was asked for.</summary>
sealed record OrgStartOptions(StartChoice Start, bool AsJson);
