namespace Postern.LocalOrg.Directory;

/// <summary>Where an app may have answers sent: the addresses that it names, byte by byte, and if it may, subdomains.</summary>
static class RedirectUris
{
    const string Https = "https://", Wildcard = Https + "*";

    /// <summary>Okta's <c>wildcard_redirect</c>: the star is one label, the lowest (management.md 10.7).</summary>
    public static bool MayRedirectTo(this App app, string uri) =>
        app.RedirectUris.Contains(uri) || (app.AllowsSubdomains && app.RedirectUris.Any(named => IsBelow(named, uri)));

    /// <summary>As it would be for one subdomain.</summary>
    public static string Plain(App app, string uri) =>
        app.AllowsSubdomains && uri.StartsWith(Wildcard + ".", StringComparison.Ordinal)
            ? string.Concat(Https, "x", uri[Wildcard.Length..])
            : uri;

    static bool IsBelow(string named, string uri)
    {
        if (!named.StartsWith(Wildcard + ".", StringComparison.Ordinal) || !uri.StartsWith(Https, StringComparison.Ordinal))
            return false;

        var rest = named[Wildcard.Length..];
        return uri.Length > Https.Length + rest.Length
            && uri.EndsWith(rest, StringComparison.Ordinal)
            && uri[Https.Length..^rest.Length].All(c => char.IsAsciiLetterOrDigit(c) || c is '-');
    }
}
