using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postern.Cli.Tests.Commands;

/// <summary>A local org behind TLS, its certificate signed by an authority that only a file knows.</summary>
sealed class TlsOrg : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly X509Certificate2 _certificate;

    TlsOrg(X509Certificate2 certificate) => _certificate = certificate;

    public LocalOrg.LocalOrg Org { get; private set; } = null!;

    public string CaFile { get; } = Path.GetTempFileName();

    public static async Task<TlsOrg> StartAsync(CancellationToken ct)
    {
        var (authority, certificate) = Certificates();
        var front = new TlsOrg(certificate);
        await File.WriteAllTextAsync(front.CaFile, authority, ct);
        front._listener.Start();
        front.Org = await LocalOrg.LocalOrg.StartAsync(new() { PublicUrl = $"https://localhost:{((IPEndPoint)front._listener.LocalEndpoint).Port}" }, ct);
        _ = front.AcceptAsync();
        return front;
    }

    async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
            _ = ForwardAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
    }

    async Task ForwardAsync(TcpClient client)
    {
        using var _ = client;
        await using var outside = new SslStream(client.GetStream());
        await outside.AuthenticateAsServerAsync(_certificate);
        using var inside = new TcpClient();
        var listen = new Uri(Org.ListenUrl);
        await inside.ConnectAsync(listen.Host, listen.Port, _stop.Token);
        await Task.WhenAny(outside.CopyToAsync(inside.GetStream(), _stop.Token), inside.GetStream().CopyToAsync(outside, _stop.Token));
    }

    static (string AuthorityPem, X509Certificate2 Server) Certificates()
    {
        var (from, until) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Postern test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, from, until, [1]);
        using var withKey = signed.CopyWithPrivateKey(key);
        return (authority.ExportCertificatePem(), X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Org.DisposeAsync();
        _certificate.Dispose();
        _stop.Dispose();
        File.Delete(CaFile);
    }
}
