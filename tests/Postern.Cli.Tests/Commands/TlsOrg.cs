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

    /// <summary>
    /// What a server sends that is set up badly: its own certificate alone, which an intermediate authority signed. This file holds that
    /// authority's and the root's.
    /// </summary>
    public string ChainFile { get; } = Path.GetTempFileName();

    public static async Task<TlsOrg> StartAsync(CancellationToken ct)
    {
        using var root = Authority("CN=Postern test authority", null);
        return await StartAsync(root, root, ct);
    }

    public static async Task<TlsOrg> StartWithoutIntermediateAsync(CancellationToken ct)
    {
        using var root = Authority("CN=Postern test authority", null);
        using var intermediate = Authority("CN=Postern test intermediate", root);
        return await StartAsync(root, intermediate, ct);
    }

    public static async Task<TlsOrg> StartExpiredAsync(CancellationToken ct)
    {
        using var root = Authority("CN=Postern test authority", null);
        return await StartAsync(root, root, Expired, ct);
    }

    static Task<TlsOrg> StartAsync(X509Certificate2 root, X509Certificate2 signer, CancellationToken ct) =>
        StartAsync(root, signer, Valid, ct);

    static async Task<TlsOrg> StartAsync(X509Certificate2 root, X509Certificate2 signer, Period period, CancellationToken ct)
    {
        var front = new TlsOrg(ServerCertificate(signer, period));
        await File.WriteAllTextAsync(front.CaFile, root.ExportCertificatePem(), ct);
        await File.WriteAllTextAsync(front.ChainFile, $"{root.ExportCertificatePem()}\n{signer.ExportCertificatePem()}\n", ct);
        front._listener.Start();
        front.Org = await LocalOrg.LocalOrg.StartAsync(
            new() { PublicUrl = $"https://localhost:{((IPEndPoint)front._listener.LocalEndpoint).Port}" }, ct);
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

    static X509Certificate2 Authority(string name, X509Certificate2? signer)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        if (signer is null)
            return request.CreateSelfSigned(Valid.From, Valid.Until);

        using var signed = request.Create(signer, Valid.From, Valid.Until, [2]);
        return signed.CopyWithPrivateKey(key);
    }

    static X509Certificate2 ServerCertificate(X509Certificate2 signer, Period period)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(signer, period.From, period.Until, [1]);
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }

    // The root's, which no certificate that it signs may leave.
    static Period Valid { get; } = new(TimeProvider.System.GetUtcNow().AddDays(-3), TimeProvider.System.GetUtcNow().AddDays(1));

    static Period Expired { get; } = new(Valid.From, Valid.From.AddDays(1));

    sealed record Period(DateTimeOffset From, DateTimeOffset Until);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Org.DisposeAsync();
        _certificate.Dispose();
        _stop.Dispose();
        File.Delete(CaFile);
        File.Delete(ChainFile);
    }
}
