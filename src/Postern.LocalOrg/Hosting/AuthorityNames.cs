using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// What an authority can vouch for: this machine's own names always, and those besides that somebody asked for. Another set has another
/// authority, so that none can do more than whoever trusts it was told.
/// </summary>
sealed record AuthorityNames
{
    AuthorityNames(IReadOnlyList<string> outside) => Outside = outside;

    /// <summary>In order, each once.</summary>
    public IReadOnlyList<string> Outside { get; }

    /// <summary>What its files are called: names may be too long for that, and hold what files' names may not.</summary>
    public string FileName => Outside.Count == 0
        ? "local"
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Outside))))[..16];

    /// <exception cref="ArgumentException">A host is neither a name nor an address.</exception>
    public static AuthorityNames For(IEnumerable<string> hosts) =>
        new([.. hosts.Select(Normalized).Where(host => !IsLocal(host)).Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>RFC 6761 section 6.3, and loopback addresses: nobody else can be meant by them.</summary>
    public static bool IsLocal(string host) =>
        host is "localhost"
        || host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>As certificates write it: lower case, punycode, no brackets and no dot at the end.</summary>
    public static string Normalized(string host)
    {
        var bare = host.Trim('[', ']').TrimEnd('.');
        if (IPAddress.TryParse(bare, out var address))
            return address.ToString();
        var isWildcard = bare.StartsWith("*.", StringComparison.Ordinal);
        var name = isWildcard ? bare[2..] : bare;
        if (Uri.CheckHostName(name) is not UriHostNameType.Dns)
            throw new ArgumentException($"'{host}' is no host name and no address: give one as okta.example.test or 192.168.1.5.");
        var ascii = new Uri($"https://{name}").IdnHost.ToLowerInvariant();
        return isWildcard ? $"*.{ascii}" : ascii;
    }

    /// <summary>Whether it can vouch for a host: a name stands for those below it too.</summary>
    public bool Include(string host)
    {
        var name = Normalized(host);
        var bare = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return IsLocal(bare) || Outside.Select(outside => outside.TrimStart('*', '.'))
            .Any(outside => bare == outside || bare.EndsWith("." + outside, StringComparison.Ordinal));
    }

    public bool Equals(AuthorityNames? other) => other is not null && Outside.SequenceEqual(other.Outside);

    public override int GetHashCode() => FileName.GetHashCode(StringComparison.Ordinal);
}
