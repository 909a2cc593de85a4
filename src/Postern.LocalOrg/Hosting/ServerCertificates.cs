using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// What a TLS listener shows its callers: a certificate for the name that they ask for, made when it is first needed and again before it
/// expires. Its key never leaves the process.
/// </summary>
sealed class ServerCertificates : IDisposable
{
    /// <summary>Whoever asks for ever more names gets them, and nobody remembers them all.</summary>
    const int MostNames = 256;

    /// <summary>Browsers refuse what lasts longer than 398 days; what ends sooner and is renewed by itself is better.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(10);

    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly ConcurrentDictionary<string, Shown> _shown = new();
    readonly DevelopmentAuthority? _authority;
    readonly Shown? _given;
    readonly IReadOnlyList<string> _names;
    readonly TimeProvider _time;

    ServerCertificates(DevelopmentAuthority? authority, X509Certificate2? given, IReadOnlyList<string> names, TimeProvider time)
    {
        (_authority, _names, _time) = (authority, names, time);
        _given = given is null ? null : new(given, DateTimeOffset.MaxValue);
    }

    /// <summary>Those of an authority that can vouch for all these names, which callers use besides this machine's own.</summary>
    public static ServerCertificates Of(DevelopmentAuthority authority, IEnumerable<string> names, TimeProvider time) =>
        new(
            authority,
            null,
            [.. names.Select(AuthorityNames.Normalized).Concat(["localhost", "*.localhost", "127.0.0.1", "::1"]).Distinct()],
            time);

    /// <summary>The one that somebody has.</summary>
    public static ServerCertificates Given(X509Certificate2 certificate) => new(null, certificate, [], TimeProvider.System);

    /// <summary>For a caller who named the server so, or not at all.</summary>
    public SslServerAuthenticationOptions For(string? serverName)
    {
        if (_given is not null)
            return _given.Options;

        var name = OwnName(serverName);
        if (_shown.TryGetValue(name, out var shown) && _time.GetUtcNow() < shown.RenewAt)
            return shown.Options;

        if (_shown.Count >= MostNames)
            _shown.Clear();
        return (_shown[name] = Show(name)).Options;
    }

    public void Dispose() => _key.Dispose();

    /// <summary>
    /// Names below localhost need certificates that spell them: OpenSSL, Chromium and Node.js take no wildcard directly below a top-level
    /// domain. Any other gets the one with all names.
    /// </summary>
    static string OwnName(string? serverName)
    {
        var name = serverName?.ToLowerInvariant() ?? "";
        return name.EndsWith(".localhost", StringComparison.Ordinal) && Uri.CheckHostName(name) is UriHostNameType.Dns ? name : "";
    }

    Shown Show(string name)
    {
        var until = _time.GetUtcNow() + Lifetime;
        return new(_authority!.Issue(name.Length == 0 ? _names : [name, .. _names], _key, until), until - RenewedBefore);
    }

    /// <summary>Prepared once for all connections: TLS resumes sessions only so.</summary>
    sealed class Shown(X509Certificate2 certificate, DateTimeOffset renewAt)
    {
        public DateTimeOffset RenewAt => renewAt;

        public SslServerAuthenticationOptions Options { get; } = new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
            ClientCertificateRequired = false,
        };
    }
}
