using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>
/// Takes telemetry as a collector does: OTLP over HTTP, in protobuf (opentelemetry-proto, collector/trace/v1 and metrics/v1). What is not
/// so is answered 400, and kept.
/// </summary>
sealed class Collector : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();

    public Collector()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>Path and body of each export.</summary>
    public ConcurrentQueue<(string Path, byte[] Body)> Exports { get; } = [];

    public ConcurrentQueue<string> Refused { get; } = [];

    public string? Header { get; private set; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            while (await HeadAsync(stream) is { Length: > 0 } head)
            {
                var lines = head.Split("\r\n");
                var headers = lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(": ", 2))
                    .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
                var body = new byte[int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)];
                await stream.ReadExactlyAsync(body);
                Header = headers.GetValueOrDefault("x-tenant");
                var path = lines[0].Split(' ')[1];
                var isGood = lines[0].StartsWith("POST ", StringComparison.Ordinal) && path is "/v1/traces" or "/v1/metrics"
                    && headers["Content-Type"] is "application/x-protobuf";
                if (isGood)
                    Exports.Enqueue((path, body));
                else
                    Refused.Enqueue(head);
                // An empty response message is what full success looks like.
                var status = isGood ? "200 OK" : "400 Bad Request";
                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"));
            }
        }
    }

    static async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var part = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(part) == 1)
            head.Append((char)part[0]);
        return head.ToString();
    }
}

/// <summary>A protobuf message, read by the numbers of its fields (protobuf.dev, encoding).</summary>
sealed class Proto
{
    readonly List<(int Field, object Value)> _fields = [];

    public Proto(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var tag = (int)Varint(ref bytes);
            object value;
            switch (tag & 7)
            {
                case 0:
                    value = Varint(ref bytes);
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                    bytes = bytes[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref bytes);
                    value = bytes[..length].ToArray();
                    bytes = bytes[length..];
                    break;
                default:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                    bytes = bytes[4..];
                    break;
            }

            _fields.Add((tag >> 3, value));
        }
    }

    public IEnumerable<Proto> All(int field) => _fields.Where(each => each.Field == field).Select(each => new Proto((byte[])each.Value));

    public byte[] Bytes(int field) =>
        _fields.Where(each => each.Field == field).Select(each => (byte[])each.Value).FirstOrDefault() ?? [];

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public ulong Number(int field) => _fields.Where(each => each.Field == field).Select(each => (ulong)each.Value).FirstOrDefault();

    /// <summary>KeyValue messages (common/v1): a string or a whole number by its key.</summary>
    public Dictionary<string, string> Attributes(int field) => All(field).ToDictionary(
        pair => pair.Text(1),
        pair => pair.All(2).Single() is var value && value.Bytes(1).Length > 0 ? value.Text(1) : $"{value.Number(3)}");

    static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var part = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if ((part & 0x80) == 0)
                return value;
            shift += 7;
        }
    }
}
