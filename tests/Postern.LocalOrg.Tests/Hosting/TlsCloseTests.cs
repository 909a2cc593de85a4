using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>RFC 9112 section 9.8 and RFC 8446 section 6.1: how connections end under TLS.</summary>
public sealed class TlsCloseTests : IDisposable
{
    readonly AuthorityFolderOfTest _folder = new();

    [Fact]
    public async Task An_answer_that_came_early_is_read_by_whoever_is_still_sending_and_ends_with_close_notify()
    {
        // Its time stands still, so that it reads on for as long as this takes.
        await using var org = await LocalOrg.StartAsync(new() { Time = new FakeTimeProvider(The.Now), Https = _folder.Https }, The.Ct);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(org.ListenUrl).Port, The.Ct);
        var record = new Records(client.GetStream());
        await using var tls = new SslStream(record);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = AuthorityFolderOfTest.Trusting(org.Authority!),
                // Where an alert's kind can still be seen from outside.
                EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls12,
            },
            The.Ct);

        await tls.WriteAsync(
            Encoding.ASCII.GetBytes(
                "POST /api/v1/authn HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2097152\r\n\r\n{"),
            The.Ct);
        using var reader = new StreamReader(tls, leaveOpen: true);
        var answer = await reader.ReadToEndAsync(The.Ct).InTimeAsync("the end of a connection");
        for (var i = 0; i < 64; i++)
            await tls.WriteAsync(new byte[16 * 1024], The.Ct);

        answer.ShouldStartWith("HTTP/1.1 4");
        // RFC 5246 section 7.2: an alert is a record of type 21.
        record.LastType.ShouldBe((byte)21);
    }

    [Fact]
    public async Task Whoever_has_not_begun_to_speak_does_not_hold_it_up_when_it_stops()
    {
        var org = await LocalOrg.StartAsync(new() { Https = _folder.Https, ShutdownTimeout = TimeSpan.FromMinutes(5) }, The.Ct);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(org.ListenUrl).Port, The.Ct);
        using (var other = AuthorityFolderOfTest.Browserless(org, HttpVersion.Version20))
            (await other.GetAsync("/.well-known/okta-organization")).Status.ShouldBe(200);

        await org.DisposeAsync().AsTask().InTimeAsync("the end of the org");

        (await client.GetStream().ReadAsync(new byte[1], The.Ct)).ShouldBe(0);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Remembers what kind of record came last, which TLS says in clear.</summary>
    sealed class Records(Stream inner) : Stream
    {
        int _left;
        readonly List<byte> _head = [];

        public byte LastType { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            foreach (var octet in buffer[..read].ToArray())
                See(octet);
            return read;
        }

        // RFC 5246 section 6.2.1: type, version (2), length (2).
        void See(byte octet)
        {
            if (_left > 0)
            {
                _left--;
                return;
            }

            _head.Add(octet);
            if (_head.Count < 5)
                return;
            LastType = _head[0];
            _left = (_head[3] << 8) | _head[4];
            _head.Clear();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
