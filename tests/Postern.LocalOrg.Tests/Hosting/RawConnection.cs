using System.Net.Sockets;
using System.Text;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>A connection of which a test decides what goes over it, and when.</summary>
sealed class RawConnection : IAsyncDisposable
{
    readonly TcpClient _client = new();

    NetworkStream Stream => _client.GetStream();

    public static async Task<RawConnection> OpenAsync(string url)
    {
        var connection = new RawConnection();
        var org = new Uri(url);
        await connection._client.ConnectAsync(org.Host, org.Port, The.Ct);
        return connection;
    }

    public async Task SendAsync(string text) => await Stream.WriteAsync(Encoding.ASCII.GetBytes(text), The.Ct);

    /// <summary>What has come when this has.</summary>
    public async Task<string> ReadUntilAsync(string awaited)
    {
        var text = new StringBuilder();
        var part = new byte[1];
        while (!text.ToString().EndsWith(awaited, StringComparison.Ordinal))
        {
            (await Stream.ReadAsync(part, The.Ct).AsTask().InTimeAsync(awaited, text.ToString)).ShouldBe(1, $"closed after: {text}");
            text.Append((char)part[0]);
        }

        return text.ToString();
    }

    /// <summary>What comes until the org says that nothing more does.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var reader = new StreamReader(Stream, leaveOpen: true);
        return await reader.ReadToEndAsync(The.Ct).InTimeAsync("the end of a connection");
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }
}
