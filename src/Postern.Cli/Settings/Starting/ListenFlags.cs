using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Where a local org listens, and what it calls itself.</summary>
sealed class ListenFlags(int whenNoPort) : IStartFlags
{
    readonly Option<int> _port = FlagValues.Whole("--port", whenNoPort, IPEndPoint.MinPort, IPEndPoint.MaxPort);
    readonly Option<string?> _publicUrl = new("--public-url")
    {
        HelpName = "URL",
        Description = "The name that tokens and pages use, where it differs from where the org listens",
    };

    public void AddTo(Command command)
    {
        (_port.HelpName, _port.Description) = ("PORT", "Where to listen on this machine; 0 takes any free port");
        command.AddAll(_port, _publicUrl);
    }

    public IStartChoice Read(ParseResult parse) => new Choice(parse.GetValue(_port), PublicUrl(parse.GetValue(_publicUrl)));

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

    sealed record Choice(int Port, string? PublicUrl) : IStartChoice
    {
        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct) =>
            ValueTask.FromResult(options with { Port = Port, PublicUrl = PublicUrl });

        public UsageException? Explain(Exception failure) => SocketErrorOf(failure) switch
        {
            SocketError.AddressAlreadyInUse => new(
                $"Port {Port} is in use.",
                "Another 'postern org start' may be running; choose another with --port, or --port 0 for any free one."),
            SocketError.AccessDenied => new($"Port {Port} needs privileges that this user lacks.", "Choose one above 1023 with --port."),
            _ => null,
        };
    }
}
