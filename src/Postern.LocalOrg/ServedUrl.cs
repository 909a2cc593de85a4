using System.Net;

namespace Postern.LocalOrg;

/// <summary>What an org is called whose public URL was left open, or its port: by its name, or by where it is listened for.</summary>
static class ServedUrl
{
    public static string Of(Uri listenUrl, string? name, string? publicUrl) => (publicUrl, name) switch
    {
        ({ } url, _) => new UriBuilder(url) { Port = listenUrl.Port }.Uri.GetLeftPart(UriPartial.Path),
        (null, { } named) => Named(named + LocalOrg.Domain, listenUrl),
        _ => Called(listenUrl),
    };

    /// <summary>An address that stands for all of them is no name, and a certificate's names are names.</summary>
    static string Called(Uri listenUrl)
    {
        var isAnywhere = IPAddress.TryParse(listenUrl.Host.Trim('[', ']'), out var address)
            && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
        return isAnywhere || (listenUrl is { Scheme: "https", IsLoopback: true })
            ? Named("localhost", listenUrl)
            : listenUrl.GetLeftPart(UriPartial.Authority);
    }

    static string Named(string name, Uri listenUrl) =>
        new UriBuilder(listenUrl.Scheme, name, listenUrl.Port).Uri.GetLeftPart(UriPartial.Authority);
}
