using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>
/// A folder for development authorities that is gone after the test, and a client that trusts what is in it and nothing else.
/// </summary>
sealed class AuthorityFolderOfTest : IDisposable
{
    readonly DirectoryInfo _parent = System.IO.Directory.CreateTempSubdirectory("postern-test-");

    public string Folder => Path.Combine(_parent.FullName, "authority");

    public HttpsOptions Https => new() { AuthorityFolder = Folder };

    /// <summary>As a stranger would check: system's rules, this one root.</summary>
    public static X509ChainPolicy Trusting(DevelopmentAuthority authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        CustomTrustStore = { X509Certificate2.CreateFromPem(authority.CertificatePem) },
    };

    public static Browserless Browserless(LocalOrg org, Version? version = null) => new(Client(org, version));

    public static HttpClient Client(LocalOrg org, Version? version = null)
    {
        var port = new Uri(org.ListenUrl).Port;
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = new() { CertificateChainPolicy = Trusting(org.Authority!) },
            // Names below localhost are this machine's, whatever resolves names here.
            ConnectCallback = async (_, ct) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, ct);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        return new(handler)
        {
            BaseAddress = new(org.Url),
            DefaultRequestVersion = version ?? HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>The certificate that a server shows whoever names it so; the handshake is over when it returns.</summary>
    public static async Task<X509Certificate2> ShownAsync(LocalOrg org, string name)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(org.ListenUrl).Port, The.Ct);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = name, CertificateChainPolicy = Trusting(org.Authority!) }, The.Ct);
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
    }

    public void Dispose() => _parent.Delete(recursive: true);
}
