using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postern.LocalOrg.Hosting;

namespace Postern.LocalOrg;

/// <summary>
/// A certificate authority for development: made once for each user and set of names, kept in a folder that nobody else may enter, and able
/// to vouch for those names alone. docs/https.md says what it may and may not do. Safe for concurrent use.
/// </summary>
public sealed class DevelopmentAuthority : IDisposable
{
    readonly Lock _signing = new();

    internal DevelopmentAuthority(X509Certificate2 certificate, string file, AuthorityNames names) =>
        (Certificate, CertificateFile, Names) = (certificate, file, names);

    /// <summary>
    /// Where a user's programs keep their data, <c>postern/authority</c> in it: <c>~/.local/share/postern/authority</c> on Linux, or where
    /// <c>XDG_DATA_HOME</c> says.
    /// </summary>
    public static string DefaultFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "postern", "authority");

    /// <summary>The certificate in PEM, without its key: what callers are told to trust.</summary>
    public string CertificateFile { get; }

    /// <summary>The certificate in PEM, without its key.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem();

    /// <summary>What stores and browsers list it as; no two authorities have the same.</summary>
    public string Name => Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>SHA-1 in hexadecimal digits, by which Windows and macOS find it.</summary>
    public string Thumbprint => Certificate.Thumbprint;

    /// <summary>The names and addresses besides this machine's own that it can vouch for; mostly none.</summary>
    public IReadOnlyList<string> OutsideNames => Names.Outside;

    /// <summary>Until when it can vouch for anything; some weeks before, the next caller gets a new one, to be trusted anew.</summary>
    public DateTimeOffset ExpiresAt => Certificate.NotAfter;

    internal X509Certificate2 Certificate { get; }

    internal AuthorityNames Names { get; }

    /// <summary>
    /// The authority that can vouch for these names and addresses, of which this machine's own (localhost and below, loopback) may be left
    /// out, in this folder (default: <see cref="DefaultFolder"/>). Made where there is none yet: of any number of processes, one makes it.
    /// </summary>
    /// <exception cref="IOException">
    /// The folder cannot be used, or others than its owner may read it, so that its key may be known. The message says what to do.
    /// </exception>
    /// <exception cref="ArgumentException">A host is neither a name nor an address.</exception>
    public static Task<DevelopmentAuthority> OpenAsync(
        IEnumerable<string>? hosts = null, string? folder = null, CancellationToken ct = default) =>
        new AuthorityFolder(folder ?? DefaultFolder, TimeProvider.System).OpenAsync(AuthorityNames.For(hosts ?? []), ct);

    /// <summary>
    /// A certificate with its key for a server of your own, such as the app under test, for 30 days; yours to dispose. Browsers and others
    /// accept names below localhost only where they are spelled: a wildcard for all of them is none to them.
    /// </summary>
    /// <exception cref="ArgumentException">It cannot vouch for one of the hosts.</exception>
    public X509Certificate2 Issue(params IReadOnlyList<string> hosts)
    {
        if (hosts.FirstOrDefault(host => !Names.Include(host)) is { } outside)
            throw new ArgumentException($"This authority cannot vouch for '{outside}': open the one for that name.", nameof(hosts));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Issue([.. hosts.Select(AuthorityNames.Normalized)], key, TimeProvider.System.GetUtcNow().AddDays(30));
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    internal X509Certificate2 Issue(IReadOnlyList<string> names, ECDsa key, DateTimeOffset until)
    {
        using var signed = Sign(ServerRequest.For(names, key, Certificate), until.AddDays(-31), until);
        var whole = signed.CopyWithPrivateKey(key);
        if (!OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS())
            return whole;

        // These serve no key that lives in memory alone: they take it from a store, to which this brings it for as long as it is used.
        using (whole)
            return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The certificate alone, for no longer than the authority itself is there.</summary>
    internal X509Certificate2 Sign(CertificateRequest request, DateTimeOffset from, DateTimeOffset until)
    {
        lock (_signing)
            return request.Create(
                Certificate,
                from < Certificate.NotBefore ? Certificate.NotBefore : from,
                until < ExpiresAt ? until : ExpiresAt,
                NewSerial());
    }

    /// <summary>RFC 5280 section 4.1.2.2: positive, and at most 20 bytes.</summary>
    static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}
