using System.Text;

namespace Postern.Cli;

/// <summary>
/// What one process does at a time: whoever holds a lock's file open does it. The system lets go of it where the process ends, however it
/// does.
/// </summary>
sealed class FileLock : IDisposable
{
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(15);
    static readonly TimeSpan Brief = TimeSpan.FromSeconds(30);

    readonly FileStream _file;

    FileLock(FileStream file) => _file = file;

    /// <summary>Null where somebody else has it.</summary>
    /// <exception cref="IOException">There can be no such file.</exception>
    public static FileLock? TryTake(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None,
            BufferSize = 0, // what a full disk does not take is told when it is written, and not once more at the end
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new(new FileStream(path, options));
        }
        catch (IOException taken) when (IsTaken(taken))
        {
            return null;
        }
    }

    /// <summary>Waits for it as long as a file is changed, and no longer.</summary>
    /// <exception cref="IOException">There can be no such file, or somebody holds it all the time.</exception>
    public static async Task<FileLock> TakeAsync(string path, CancellationToken ct) =>
        await TakeAsync(path, Brief, _ => { }, ct)
            ?? throw new IOException($"another process has held {path} for {Brief.TotalSeconds:F0} seconds");

    /// <summary>Waits for it.</summary>
    /// <param name="path">Its file, which stays.</param>
    /// <param name="longest">How long; null is returned then.</param>
    /// <param name="waiting">Called again and again meanwhile, with how long it has been.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <inheritdoc cref="TryTake" path="/exception"/>
    public static async Task<FileLock?> TakeAsync(string path, TimeSpan longest, Action<TimeSpan> waiting, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TryTake(path) is { } taken)
                return taken;

            var waited = TimeProvider.System.GetElapsedTime(began);
            if (waited > longest)
                return null;

            waiting(waited);
            await Task.Delay(Moment, TimeProvider.System, ct);
        }
    }

    /// <summary>What whoever had it last has left for those who waited; empty where nothing.</summary>
    public string Note
    {
        get
        {
            _file.Position = 0;
            using var reader = new StreamReader(_file, Encoding.UTF8, leaveOpen: true);
            return reader.ReadToEnd();
        }
        set
        {
            // Over what was there, which a full disk has room for.
            var bytes = Encoding.UTF8.GetBytes(value);
            _file.Position = 0;
            _file.Write(bytes);
            _file.SetLength(bytes.Length);
        }
    }

    public void Dispose() => _file.Dispose();

    // EAGAIN of Linux, EWOULDBLOCK of macOS, a sharing violation of Windows.
    static bool IsTaken(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
