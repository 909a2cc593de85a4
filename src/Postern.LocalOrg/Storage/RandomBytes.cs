using System.Security.Cryptography;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// The system's random bytes, drawn many at a time: most of what a draw costs is the asking. Each is handed out once and not kept.
/// </summary>
static class RandomBytes
{
    static readonly Lock Gate = new();
    static readonly byte[] Drawn = new byte[1024];
    static int _used = Drawn.Length;

    public static void Fill(Span<byte> random)
    {
        lock (Gate)
        {
            if (random.Length > Drawn.Length - _used)
            {
                RandomNumberGenerator.Fill(Drawn);
                _used = 0;
            }

            var next = Drawn.AsSpan(_used, random.Length);
            next.CopyTo(random);
            next.Clear();
            _used += random.Length;
        }
    }
}
