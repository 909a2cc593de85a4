using System.Text;

namespace Postern.Cli;

/// <summary>Files that are their owner's alone, written whole or not at all.</summary>
static class OwnFile
{
    const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>In place of what was there, which stays where there is no room.</summary>
    /// <exception cref="NotKeptException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content) =>
        Write(path, content, Owner, fresh => File.Move(fresh, path, overwrite: true));

    /// <summary>The same of what is nobody's secret: whoever may read what was there may read it still.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})" path="/exception"/>
    public static void WriteForAll(string path, string text)
    {
        var there = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        Write(there, Encoding.UTF8.GetBytes(text), ModeOf(there), fresh => File.Move(fresh, there, overwrite: true));
    }

    /// <summary>
    /// The same for what is more than should be had in memory. One process at a time writes it: what one that was killed has left of it
    /// goes.
    /// </summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})" path="/exception"/>
    public static void Write(string path, Action<Stream> write)
    {
        var fresh = $"{path}.new";
        Forget(fresh);
        try
        {
            using (var file = OpenNew(fresh, Owner))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        catch (Exception e)
        {
            Forget(fresh);
            if (e is IOException or UnauthorizedAccessException)
                throw new NotKeptException(path, e);
            throw;
        }
    }

    /// <summary>Where nothing is there yet; false where somebody was quicker.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})" path="/exception"/>
    public static bool TryWriteNew(string path, string text)
    {
        var isFirst = true;
        Write(path, Encoding.UTF8.GetBytes(text), Owner, fresh =>
        {
            try
            {
                File.Move(fresh, path);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(fresh);
                isFirst = false;
            }
        });
        return isFirst;
    }

    /// <summary>For whoever reads a file, changes it and writes it: nobody else does so meanwhile. Makes its folder, too.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})" path="/exception"/>
    public static async Task<FileLock> TakeTurnAsync(string path, CancellationToken ct)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            MakeFolder(folder);
            return await FileLock.TakeAsync(Path.Combine(folder, $".{Path.GetFileName(path)}.lock"), ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotKeptException(path, e);
        }
    }

    /// <summary>Makes a folder that nobody else may enter, where there is none.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>Whether others of this machine may read a file, or change it.</summary>
    public static bool IsOpen(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;

    static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode, Action<string> settle)
    {
        var fresh = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            WriteNew(fresh, content, mode);
            settle(fresh);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Forget(fresh);
            throw new NotKeptException(path, e);
        }
    }

    // On the disk before it takes the other's place: a machine that stops in between leaves one of the two, whole.
    static void WriteNew(string path, ReadOnlySpan<byte> content, UnixFileMode? mode)
    {
        using var file = OpenNew(path, mode);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    // Without a mode it is the system's to say.
    static FileStream OpenNew(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode is not null)
            options.UnixCreateMode = mode;
        return new(path, options);
    }

    static UnixFileMode? ModeOf(string path) => OperatingSystem.IsWindows() || !File.Exists(path) ? null : File.GetUnixFileMode(path);

    static void Forget(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Why it could not be written is told already.
        }
    }
}

/// <summary>A file could not be written: a full disk, most often. What was there before is unchanged.</summary>
sealed class NotKeptException(string path, Exception why)
    : IOException($"{path} could not be written, and is as it was: {Reason(why)}.", why)
{
    // .NET repeats the path behind the reason.
    static string Reason(Exception why) => why.Message.Split(" : '")[0].TrimEnd('.');
}
