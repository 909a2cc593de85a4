namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What is an address of the web, of a page, or of a network.</summary>
static class Addresses
{
    /// <summary>On Unix a bare path passes for an absolute <c>file:</c> URI.</summary>
    public static bool IsAbsolute(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && uri.StartsWith(parsed.Scheme + ":", StringComparison.OrdinalIgnoreCase);

    /// <summary>RFC 6749 section 3.1.2; what a browser would run is none.</summary>
    public static bool IsRedirectUri(string uri) =>
        IsAbsolute(uri)
            && uri.All(c => c is > ' ' and < '\x7f')
            && !uri.Contains('#', StringComparison.Ordinal)
            && new Uri(uri).Scheme is not ("javascript" or "data");

    /// <summary>RFC 6454 section 6.2.</summary>
    public static bool IsOrigin(string origin) => IsAbsolute(origin) && new Uri(origin).GetLeftPart(UriPartial.Authority) == origin;

    /// <summary>From which a key set may be fetched.</summary>
    public static bool IsFetchable(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http" or "https", UserInfo: "", Fragment: "" };

    public static IEnumerable<Fault> OfNetworks(string member, IReadOnlyList<string>? networks, Known known) =>
        (networks ?? []).Index()
            .Where(network => network.Item is not NetworkZone.All
                && !AddressRanges.IsNetwork(network.Item) && !known.Zones.Contains(network.Item))
            .Select(network => new Fault(
            $"{member}[{network.Index}]", $"'{network.Item}' is neither an address nor a range such as '10.0.0.0/8', nor a network zone."));

}
