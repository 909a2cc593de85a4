using System.CommandLine;
using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Postern.LocalOrg;
using Postern.LocalOrg.WebAuthn;

namespace Postern.Cli;

/// <summary><c>postern org start</c>: the local org as a server, until it is told to stop.</summary>
static class OrgStartCommand
{
    const string Examples = """
        postern org start
        postern org start --port 0 --output json     # any free port; one JSON line when it listens
        postern org start --data org.db              # what happens in it outlives it
        postern org start --public-url https://okta.example.test --control-key env:KEY   # behind a proxy that speaks TLS
        """;

    public static Command Create()
    {
        var port = FlagValues.Whole("--port", 7777, IPEndPoint.MinPort, IPEndPoint.MaxPort);
        (port.HelpName, port.Description) = ("PORT", "Where to listen on this machine; 0 takes any free port");
        var publicUrl = new Option<string?>("--public-url")
        {
            HelpName = "URL",
            Description = "The name that tokens and pages use, where it differs from where the org listens",
        };
        var data = new Option<string?>("--data") { HelpName = "FILE", Description = "Keep the org in this file [default: in memory]" };
        var controlKey = new Option<string?>("--control-key")
        {
            HelpName = SecretReader.HelpName,
            Description =
                "Secret that whoever uses /_postern must send in X-Postern-Control-Key [default: none, and only this machine may]",
        };
        var limits = new Option<string>("--rate-limits")
        {
            HelpName = "okta|off",
            Description = "Refuse with 429 what Okta would, 4 sign-ins a second for one user among it",
            DefaultValueFactory = _ => "off",
        };
        limits.OnlyOneOf("okta", "off");
        var output = new Option<string>("--output", "-o")
        {
            Description = "text: a summary and commands to try; json: one line when ready",
            DefaultValueFactory = _ => "text",
        };
        output.OnlyOneOf("text", "json");

        var command = new Verb("start", "Runs an Okta-compatible org until Ctrl-C, SIGTERM or SIGHUP.") { Examples = Examples };
        command.AddAll(port, publicUrl, data, controlKey, limits, output);
        command.Runs<OrgStartOptions>(
            parse => new(
                parse.GetValue(port),
                PublicUrl(parse.GetValue(publicUrl)),
                parse.GetValue(data),
                parse.GetValue(limits) is "okta",
                parse.GetValue(output) is "json")
            {
                ControlKey = parse.GetValue(controlKey),
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(OrgStartOptions options, Terminal io, CancellationToken ct)
    {
        await using (var org = await StartAsync(options, io, ct))
        {
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

    static async Task<LocalOrg.LocalOrg> StartAsync(OrgStartOptions options, Terminal io, CancellationToken ct)
    {
        var settings = new LocalOrgOptions
        {
            Port = options.Port,
            PublicUrl = options.PublicUrl,
            DataFile = options.DataFile,
            ControlKey = options.ControlKey is { } reference
                ? await new SecretReader(io).ReadAsync(reference, "--control-key", "Control key", ct)
                : null,
            Time = io.Time,
            SecurityKeys = WebAuthnVerifier.VerifyAsync,
            RateLimits = options.HasRateLimits ? RateLimits.Okta : RateLimits.Off,
            Logs = new OrgLog(io),
            Middleware = io.Verbose ? new OrgNarration(new(io), io.Time).Around : null,
        };
        try
        {
            return await LocalOrg.LocalOrg.StartAsync(settings, ct);
        }
        catch (Exception e) when (SocketErrorOf(e) is SocketError.AddressAlreadyInUse)
        {
            throw new UsageException(
                $"Port {options.Port} is in use.",
                "Another 'postern org start' may be running; choose another with --port, or --port 0 for any free one.");
        }
        catch (Exception e) when (SocketErrorOf(e) is SocketError.AccessDenied)
        {
            throw new UsageException($"Port {options.Port} needs privileges that this user lacks.", "Choose one above 1023 with --port.");
        }
        catch (Exception e) when (options.DataFile is not null && e is IOException or UnauthorizedAccessException or DbException)
        {
            // The org's own sentence names the file, what is wrong with it and what to do.
            throw new UsageException($"--data: {e.Message}", "Without --data the org lives in memory, and ends with the command.");
        }
    }

    // With its scheme: whether it is https decides what tokens and cookies say, so nothing is guessed here.
    static string? PublicUrl(string? url) => url switch
    {
        null => null,
        _ when url.Contains("://", StringComparison.Ordinal) => ServerAddress.ParseOrg(url, "--public-url"),
        _ =>
            throw new UsageException(
                $"--public-url {url} does not say whether it is http or https.",
                "Write the whole address, such as https://okta.example.test."),
    };

    static SocketError? SocketErrorOf(Exception? exception) => exception switch
    {
        null => null,
        SocketException e => e.SocketErrorCode,
        _ => SocketErrorOf(exception.InnerException),
    };
}

/// <summary>What <c>postern org start</c> was asked for.</summary>
sealed record OrgStartOptions(int Port, string? PublicUrl, string? DataFile, bool HasRateLimits, bool AsJson)
{
    /// <summary>Where it is found, as every secret of the command's.</summary>
    public string? ControlKey { get; init; }

    public override string ToString() => "org start";
}
