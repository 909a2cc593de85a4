using Microsoft.Win32.SafeHandles;

namespace Postern.Cli;

/// <summary>A file's lines one after the other, with where each begins: the whole may be more than there is memory.</summary>
static class JournalLines
{
    const int AtOnce = 1 << 20;

    /// <summary>Those that are whole; what stands behind the last line break is none.</summary>
    public static IEnumerable<(long Offset, byte[] Line)> Of(SafeFileHandle file)
    {
        var (buffer, kept, offset) = (new byte[AtOnce], 0, 0L);
        while (RandomAccess.Read(file, buffer.AsSpan(kept), offset + kept) is > 0 and var read)
        {
            var (begin, end) = (0, kept + read);
            while (Array.IndexOf(buffer, (byte)'\n', begin, end - begin) is >= 0 and var found)
            {
                yield return (offset + begin, buffer[begin..found]);
                begin = found + 1;
            }

            (kept, offset) = (end - begin, offset + begin);
            Buffer.BlockCopy(buffer, begin, buffer, 0, kept);
            if (kept == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}
