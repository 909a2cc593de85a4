using System.Runtime.InteropServices;

namespace Postern.Cli;

/// <summary>What only the system knows of the streams that this process was given.</summary>
static class SystemStreams
{
    const int Output = 1;
    const int Error = 2;

    // Linux's; elsewhere .NET is asked.
    const nuint WindowSizeOf = 0x5413;
    const int RowsAndColumns = 4;
    const short Failed = 0x8;
    const short HungUp = 0x10;

    /// <summary>How many columns the terminal has that stderr is; null where it is none, or does not say.</summary>
    public static int? ColumnsOfError()
    {
        if (!OperatingSystem.IsLinux())
            return ColumnsByConsole();

        // .NET would ask as well, and switch the keypad of the terminal on the way.
        var size = new ushort[RowsAndColumns];
        return ioctl(Error, WindowSizeOf, size) is 0 && size[1] > 0 ? size[1] : null;
    }

    /// <summary>
    /// Whether stdout is a pipe that nobody reads any more. What is written to one .NET drops without a word, so that whoever writes from
    /// time to time must ask.
    /// </summary>
    public static bool OutputIsUnread()
    {
        if (OperatingSystem.IsWindows())
            return false;

        var asked = new Polled(Output, 0, 0);
        return poll(ref asked, 1, 0) > 0 && (asked.Happened & (Failed | HungUp)) is not 0;
    }

    /// <summary>
    /// The terminal that somebody sits at, wherever the streams lead; null where there is none. Whoever opens it writes to it until the
    /// process ends.
    /// </summary>
    public static TextWriter? OpenTerminal()
    {
        try
        {
            var terminal = new FileStream("/dev/tty", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            return new StreamWriter(terminal) { AutoFlush = true };
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static int? ColumnsByConsole()
    {
        try
        {
            return Console.WindowWidth is > 0 and var columns ? columns : null;
        }
        catch (Exception unknown) when (unknown is IOException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int ioctl(int descriptor, nuint request, ushort[] size);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int poll(ref Polled asked, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    record struct Polled(int Descriptor, short Awaited, short Happened);
}
