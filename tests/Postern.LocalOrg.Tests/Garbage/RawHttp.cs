using System.Net.Sockets;
using System.Text;

namespace Postern.LocalOrg.Tests.Garbage;

/// <summary>HTTP as bytes on a socket: what no well-behaved client would send.</summary>
static class RawHttp
{
    public static async Task<Answer> SendAsync(Uri org, byte[] request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(org.Host, org.Port, The.Ct);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(request, The.Ct);
        using var received = new MemoryStream();
        // The org reads on after an early answer: neither the writing nor the reading is cut off.
        await stream.CopyToAsync(received, The.Ct);
        return Read(Encoding.UTF8.GetString(received.ToArray()));
    }

    static Answer Read(string response)
    {
        var end = response.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        end.ShouldBeGreaterThan(0, "no response at all");
        var lines = response[..end].Split("\r\n");
        var headers = lines[1..].Select(line => line.Split(": ", 2)).DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[^1], StringComparer.OrdinalIgnoreCase);
        return new(int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), response[(end + 4)..], headers);
    }
}
