using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Postern.Client;

/// <summary>The newest nonce of each server, to be repeated in proofs until it gives another: RFC 9449 section 8.</summary>
sealed class DPoPNonces
{
    const string Header = "DPoP-Nonce";

    readonly ConcurrentDictionary<string, string> _byOrigin = new(StringComparer.OrdinalIgnoreCase);

    public string? For(Uri url) => _byOrigin.GetValueOrDefault(OriginOf(url));

    /// <summary>Whether the answer named one.</summary>
    public bool Remember(Uri url, HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues(Header, out var values) || values.FirstOrDefault() is not { Length: > 0 } nonce)
            return false;

        _byOrigin[OriginOf(url)] = nonce;
        return true;
    }

    static string OriginOf(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
