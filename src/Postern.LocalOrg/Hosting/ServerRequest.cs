using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postern.LocalOrg.Hosting;

/// <summary>What a server's certificate is to say: RFC 5280, and what browsers and strict checkers want besides.</summary>
static class ServerRequest
{
    const string ForServers = "1.3.6.1.5.5.7.3.1";

    /// <param name="names">Hosts and addresses; the first is what it is listed as.</param>
    /// <param name="key">The server's.</param>
    /// <param name="authority">Who signs it.</param>
    public static CertificateRequest For(IReadOnlyList<string> names, ECDsa key, X509Certificate2 authority)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName("Postern");
        subject.AddCommonName(names[0].Length <= 64 ? names[0] : "localhost");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        extensions.Add(new X509EnhancedKeyUsageExtension([new(ForServers)], critical: false));
        extensions.Add(Alternatives(names));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        extensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        return request;
    }

    static X509Extension Alternatives(IEnumerable<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        return alternatives.Build();
    }
}
