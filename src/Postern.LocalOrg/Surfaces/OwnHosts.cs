using System.Net;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// The names that a request may call this org by, where it is to be no page's whose name was made to lead here ("DNS rebinding"): for the
/// browser such a page is of one origin with the org, but not by name.
/// </summary>
/// <param name="names">The org's own URLs and hosts; those that are null count for nothing.</param>
sealed class OwnHosts(params IEnumerable<string?> names)
{
    readonly string[] _hosts =
        [.. names.OfType<string>().Select(name => Uri.TryCreate(name, UriKind.Absolute, out var url) ? url.Host : name)];

    /// <summary>A name of this machine, or of the org.</summary>
    public bool Has(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) // RFC 6761 section 6.3
        || (IPAddress.TryParse(host.Host, out var address) && IPAddress.IsLoopback(address))
        || _hosts.Contains(host.Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>The same, or an address: nobody can make a name of theirs one.</summary>
    public bool HasOrIsAddress(HostString host) => IPAddress.TryParse(host.Host.Trim('[', ']'), out _) || Has(host);
}
