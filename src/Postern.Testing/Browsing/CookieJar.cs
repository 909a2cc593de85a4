using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Postern.Testing;

/// <summary>
/// A browser's cookies: RFC 6265, as far as an application and an org use them. What is secure goes to <c>http://localhost</c> too, as in
/// browsers.
/// </summary>
sealed class CookieJar(TimeProvider clock)
{
    readonly Lock _gate = new();
    readonly Dictionary<(string Host, string Path, string Name), Kept> _cookies = [];

    public void Keep(Uri from, IEnumerable<string> setCookies)
    {
        lock (_gate)
            foreach (var text in setCookies)
                if (SetCookieHeaderValue.TryParse(text, out var cookie))
                    Keep(from, cookie);
    }

    /// <summary>The header for a request; null where there is nothing to send.</summary>
    public string? For(Uri url)
    {
        lock (_gate)
        {
            var good = _cookies.Where(cookie => IsFor(cookie.Key, cookie.Value, url)).OrderByDescending(cookie => cookie.Key.Path.Length)
                .Select(cookie => $"{cookie.Key.Name}={cookie.Value.Value}");
            return string.Join("; ", good) is { Length: > 0 } header ? header : null;
        }
    }

    void Keep(Uri from, SetCookieHeaderValue cookie)
    {
        var host = cookie.Domain.Value?.TrimStart('.') ?? from.Host;
        if (!IsHostOf(from.Host, host, cookie.Domain.HasValue) || (cookie.Secure && !IsSafe(from)))
            return; // nobody else's, and no secret by a way that is open

        var path = cookie.Path.Value is { } given && given.StartsWith('/') ? given : DefaultPath(from);
        var key = (host, path, cookie.Name.Value!);
        var until = cookie.MaxAge is { } age ? clock.GetUtcNow() + age : cookie.Expires;
        if (until <= clock.GetUtcNow())
            _cookies.Remove(key);
        else
            _cookies[key] = new(cookie.Value.Value ?? "", until, cookie.Secure, cookie.Domain.HasValue);
    }

    bool IsFor((string Host, string Path, string Name) key, Kept cookie, Uri url) =>
        IsHostOf(url.Host, key.Host, cookie.IsForSubdomains)
        && IsBelow(url.AbsolutePath, key.Path)
        && (!cookie.IsSecure || IsSafe(url))
        && (cookie.Until is not { } until || until > clock.GetUtcNow());

    static bool IsHostOf(string host, string domain, bool isForSubdomains) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || (isForSubdomains && host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));

    static bool IsBelow(string path, string of) =>
        path == of || (path.StartsWith(of, StringComparison.Ordinal) && (of.EndsWith('/') || path[of.Length] == '/'));

    static bool IsSafe(Uri url) => url.Scheme == Uri.UriSchemeHttps || url.IsLoopback;

    /// <summary>RFC 6265 section 5.1.4.</summary>
    static string DefaultPath(Uri url) => url.AbsolutePath.LastIndexOf('/') is var last and > 0 ? url.AbsolutePath[..last] : "/";

    sealed record Kept(string Value, DateTimeOffset? Until, bool IsSecure, bool IsForSubdomains)
    {
        /// <summary>Without its value.</summary>
        public override string ToString() => Until?.ToString("O", CultureInfo.InvariantCulture) ?? "for the session";
    }
}
