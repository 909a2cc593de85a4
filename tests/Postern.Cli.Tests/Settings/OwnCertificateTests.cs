using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postern.Cli.Tests.Settings;

/// <summary>A certificate of the user's own, out of PEM files.</summary>
public sealed class OwnCertificateTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("postern").FullName;
    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Certificate_and_key_may_lie_in_one_file_or_in_two()
    {
        using var made = Certificate();
        var (both, alone, key) = (
            Write("both.pem", made.ExportCertificatePem() + "\n" + _key.ExportPkcs8PrivateKeyPem()),
            Write("own.pem", made.ExportCertificatePem()), Write("key.pem", _key.ExportPkcs8PrivateKeyPem()));

        using X509Certificate2 one = OwnCertificate.Read(both, null), two = OwnCertificate.Read(alone, key);

        (one.Thumbprint, one.HasPrivateKey).ShouldBe((made.Thumbprint, true));
        (two.Thumbprint, two.HasPrivateKey).ShouldBe((made.Thumbprint, true));
    }

    [Fact]
    public void Another_certificates_key_is_told_as_such()
    {
        using var made = Certificate();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (alone, key) = (Write("own.pem", made.ExportCertificatePem()), Write("other.pem", other.ExportPkcs8PrivateKeyPem()));

        Should.Throw<UsageException>(() => OwnCertificate.Read(alone, key)).Message
            .ShouldContain("holds no certificate with a key that fits it");
        Should.Throw<UsageException>(() => OwnCertificate.Read(alone, null)).Message
            .ShouldContain("holds no certificate with a key that fits it");
    }

    X509Certificate2 Certificate() => new CertificateRequest("CN=org.example", _key, HashAlgorithmName.SHA256)
        .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));

    string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
