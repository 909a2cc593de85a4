using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Where a local org listens, and what it calls itself.</summary>
sealed class ListenFlags(int whenNoPort) : IStartFlags
{
    readonly Option<int> _port = FlagValues.Whole("--port", whenNoPort, IPEndPoint.MinPort, IPEndPoint.MaxPort);
    readonly Option<string[]> _listen = new("--listen")
    {
        HelpName = "ADDRESS[:PORT]",
        Description = "Where to listen, as 127.0.0.1, [::1]:8443 or 0.0.0.0; may be repeated [default: 127.0.0.1, this machine alone]",
        DefaultValueFactory = _ => [],
    };
    readonly Option<string?> _publicUrl = new("--public-url")
    {
        HelpName = "URL",
        Description = "The name that tokens and pages use, where it differs from where the org listens",
    };

    public void AddTo(Command command)
    {
        (_port.HelpName, _port.Description) = ("PORT", "Where to listen on this machine; 0 takes any free port");
        command.AddAll(_port, _listen, _publicUrl);
    }

    public IStartChoice Read(ParseResult parse)
    {
        var port = parse.GetValue(_port);
        IPEndPoint[] at = [.. (parse.GetValue(_listen) ?? []).SelectMany(text => Addresses(text, port)).Distinct()];
        return new Choice(at.Length > 0 ? at : [new(IPAddress.Loopback, port)], PublicUrl(parse.GetValue(_publicUrl)));
    }

    // An IPv6 address holds colons itself: only in brackets may a port follow it.
    static IPEndPoint[] Addresses(string text, int port)
    {
        var (address, given) = text.LastIndexOf(':') is var colon and >= 0 && (text.IndexOf(':') == colon || text[colon - 1] is ']')
            ? (text[..colon], text[(colon + 1)..])
            : (text, null);
        if (given is not null
            && !(int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort))
            throw new UsageException($"--listen {text} has no port between 0 and 65535 behind its colon.", "Write it as 127.0.0.1:8443.");

        return address switch
        {
            "localhost" => [new(IPAddress.Loopback, port), new(IPAddress.IPv6Loopback, port)],
            _ when address.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(address.Trim('[', ']'), out var parsed) =>
                [new(parsed, port)],
            _ => throw new UsageException(
                $"--listen {text} is no address of this machine.",
                "Write 127.0.0.1, [::1] or localhost for this machine alone, 0.0.0.0 or [::] for every network; a name goes into " +
                "--public-url or --host."),
        };
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

    sealed record Choice(IReadOnlyList<IPEndPoint> At, string? PublicUrl) : IStartChoice
    {
        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct)
        {
            if (At.FirstOrDefault(at => !IPAddress.IsLoopback(at.Address)) is { } open)
                starting.Log.Warn(
                    $"the org listens at {open.Address}, beyond this machine: whoever reaches that address may sign in, and is given " +
                    "tokens that whatever trusts this org accepts. Let nothing trust it that is not a test.");
            return ValueTask.FromResult(options with { Listeners = At, PublicUrl = PublicUrl });
        }

        public UsageException? Explain(Exception failure) => SocketErrorOf(failure) switch
        {
            SocketError.AddressAlreadyInUse => new(
                $"{Ports} is in use.",
                "Another 'postern org start' may be running; choose another with --port, or --port 0 for any free one."),
            SocketError.AccessDenied => new(
                $"{Ports} needs privileges that this user lacks.",
                "Choose one above 1023 with --port; on Linux, 'sudo sysctl net.ipv4.ip_unprivileged_port_start=443' lets every user " +
                "have it."),
            SocketError.AddressNotAvailable => new(
                $"No network of this machine has the address {string.Join(" or ", At.Select(at => at.Address).Distinct())}.",
                "Give --listen one that it has: 127.0.0.1 or [::1] for this machine alone, 0.0.0.0 or [::] for every network."),
            SocketError.AddressFamilyNotSupported => new(
                "This machine has no IPv6.", "Leave out the addresses of --listen that hold colons."),
            _ => null,
        };

        string Ports => $"Port {string.Join(" or ", At.Select(at => at.Port).Distinct())}";
    }
}
