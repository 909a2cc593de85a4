using System.Net;
using Postern.LocalOrg.Hosting;

namespace Postern.LocalOrg;

/// <summary>What the orgs behind one listener show over TLS, and who vouches for it.</summary>
sealed record OrgTls(ServerCertificates Certificates, DevelopmentAuthority? Authority) : IDisposable
{
    /// <summary>Null where they speak HTTP.</summary>
    /// <exception cref="IOException">The authority's folder cannot be used, or others may read it.</exception>
    public static async Task<OrgTls?> OpenAsync(IReadOnlyList<LocalOrgOptions> served, CancellationToken ct)
    {
        if (served[0].Https is not { } https)
            return null;
        if (https.Certificate is { } given)
            return new(ServerCertificates.Given(given), null);

        string[] names = [.. served.SelectMany(NamesOf)];
        var authority = await DevelopmentAuthority.OpenAsync(names, https.AuthorityFolder, ct);
        // By the machine's time, as whoever checks them does: an org's clock may stand still.
        return new(ServerCertificates.Of(authority, names, TimeProvider.System), authority);
    }

    public static IReadOnlyList<IPEndPoint> AddressesOf(LocalOrgOptions options) =>
        options.Listeners.Count > 0 ? options.Listeners : [new(options.Address, options.Port)];

    public void Dispose()
    {
        Certificates.Dispose();
        Authority?.Dispose();
    }

    static IEnumerable<string> NamesOf(LocalOrgOptions options)
    {
        if (options.Name is { } name)
            yield return name + LocalOrg.Domain;
        foreach (var url in (string?[])[options.PublicUrl, options.CustomUrl])
            if (url is not null)
                yield return new Uri(url).IdnHost;
        foreach (var host in options.Https!.Hosts)
            yield return host;
        foreach (var at in AddressesOf(options))
            if (!at.Address.Equals(IPAddress.Any) && !at.Address.Equals(IPAddress.IPv6Any))
                yield return at.Address.ToString();
    }
}
