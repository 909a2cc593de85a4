using System.Security.Cryptography.X509Certificates;

namespace Postern.LocalOrg;

/// <summary>
/// How an org speaks HTTPS: TLS 1.2 and 1.3, HTTP/1.1 and HTTP/2. By default with certificates of a development authority, which is made
/// once for its user (docs/https.md): <see cref="LocalOrg.Authority"/> is what callers must trust.
/// </summary>
public sealed record HttpsOptions
{
    /// <summary>
    /// What callers name the org besides <c>localhost</c>, <c>*.localhost</c>, <c>127.0.0.1</c>, <c>::1</c> and the host of its public URL,
    /// such as <c>host.docker.internal</c> or <c>192.168.1.5</c>. Names that are not this machine's by themselves have an authority of
    /// their own, which can vouch for them and no others. Default: none.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>
    /// Where the authorities are kept, made where it is not there. Default: <see cref="DevelopmentAuthority.DefaultFolder"/>.
    /// </summary>
    public string? AuthorityFolder { get; init; }

    /// <summary>
    /// One of your own, with its private key, in place of the authority's; yours to dispose after the org. Default: none.
    /// </summary>
    public X509Certificate2? Certificate { get; init; }
}
