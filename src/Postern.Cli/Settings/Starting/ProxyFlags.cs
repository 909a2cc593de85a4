using System.CommandLine;
using System.Net;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Which proxies a local org believes about whom they ask for.</summary>
sealed class ProxyFlags : IStartFlags
{
    readonly Option<string[]> _proxies = new("--behind-proxy")
    {
        HelpName = "ADDRESS|CIDR",
        Description = "Believe this proxy's X-Forwarded-For, -Proto and -Host, and nobody else's; may be repeated",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command) => command.Add(_proxies);

    public IStartChoice Read(ParseResult parse) => new Choice([.. (parse.GetValue(_proxies) ?? []).Select(Network)]);

    static IPNetwork Network(string text)
    {
        if (text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text.Trim('[', ']'), out var address))
            return new(address, address.GetAddressBytes().Length * 8);
        if (!IPNetwork.TryParse(text, out var network))
            throw new UsageException(
                $"--behind-proxy {text} is no address and no network.",
                "Write the address that the org sees the proxy at, as 127.0.0.1 or 172.17.0.0/16; a network's address ends where its " +
                "prefix does.");
        return network.PrefixLength > 0
            ? network
            : throw new UsageException(
                $"--behind-proxy {text} is everybody.", "Name the proxies alone: whoever is named is believed about who asks.");
    }

    sealed record Choice(IReadOnlyList<IPNetwork> Proxies) : IStartChoice
    {
        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct) =>
            ValueTask.FromResult(options with { TrustedProxies = Proxies });
    }
}
