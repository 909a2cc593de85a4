using System.Security.Cryptography.X509Certificates;
using Postern.Interop.Tests.Https;

[assembly: AssemblyFixture(typeof(SecureOrg))]

namespace Postern.Interop.Tests.Https;

/// <summary>
/// One org that speaks HTTPS by a development authority of its own, for all strangers that meet it so: they trust the authority, and
/// nothing is switched off.
/// </summary>
public sealed class SecureOrg : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postern-test-");

    public LocalOrg.LocalOrg Org { get; private set; } = null!;

    public string Issuer => Org.IssuerOf("default");

    public string AuthorityFile => Org.Authority!.CertificateFile;

    public async ValueTask InitializeAsync() => Org = await LocalOrg.LocalOrg.StartAsync(
        new() { Https = new() { AuthorityFolder = Path.Combine(_folder.FullName, "authority") } });

    /// <summary>Checks as .NET does, against this authority in place of the system's.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new()
        {
            CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509Certificate2.CreateFromPem(Org.Authority!.CertificatePem) },
            },
        },
    };

    public async ValueTask DisposeAsync()
    {
        await Org.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
