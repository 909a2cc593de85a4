using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// The SQLite file that one org uses at a time, which others may read meanwhile. Nothing is written to one before it is known to be an
/// org's or empty.
/// </summary>
sealed class DataFile : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The system's EWOULDBLOCK, or a sharing violation.</summary>
    const int Taken = 11, TakenOnMac = 35, TakenOnWindows = unchecked((int)0x80070020);

    const string ReadOnly = "is read-only: make it and its folder writable for the user who runs this, or choose another file.";

    readonly string _path;
    readonly DataHolder _holder;
    FileStream? _lock;

    /// <exception cref="IOException">It is none, or cannot be made.</exception>
    public DataFile(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new IOException("The data file's name is empty: name a file, or none at all for an org in memory.");

        // In full, so that no name means something else to SQLite: ":memory:", "file:org.db".
        _path = Path.GetFullPath(path);
        if (File.Exists(_path))
            _path = File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? _path;
        _holder = new($"The data file {_path}", "choose another file");
        if (System.IO.Directory.Exists(_path))
            throw new IOException($"The data file {_path} is a directory: name a file in it, such as {Path.Combine(_path, "org.db")}.");
        if (!File.Exists(_path))
            CreatePrivately(_path);
    }

    public DataHolder Holder => _holder;

    public string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = _path,
        Mode = SqliteOpenMode.ReadWrite,
        Pooling = false,
        DefaultTimeout = 2,
    }.ConnectionString;

    /// <summary>For this org alone, until it is disposed or its process ends.</summary>
    public void Claim(SqliteConnection connection)
    {
        List<string> tables = [];
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "select name from sqlite_master where type = 'table' and name not like 'sqlite!_%' escape '!'";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                tables.Add(reader.GetString(0));
        }

        // One that was begun and no more has but the table of versions.
        if (tables is not ([] or ["schema_version"]) && !Migration.HoldsAnOrg(tables))
            throw _holder.IsForeign();
        TakeLock();
    }

    /// <summary>What is wrong with it, and what to do.</summary>
    public IOException Explain(SqliteException failed) => new(
        $"The data file {_path} " + failed.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                "is locked by another program: end what writes to it, such as an open sqlite3 shell, or choose another file.",
            raw.SQLITE_READONLY or raw.SQLITE_PERM => ReadOnly,
            raw.SQLITE_CANTOPEN when !IsWritable() => ReadOnly,
            raw.SQLITE_NOTADB => "is not a SQLite database: choose another file.",
            raw.SQLITE_CORRUPT => "is damaged: bring back a copy of it, or choose another file.",
            raw.SQLITE_FULL => "is on a disk that is full: make room there, or choose another file.",
            raw.SQLITE_IOERR when failed.SqliteExtendedErrorCode is raw.SQLITE_IOERR_SHMSIZE or raw.SQLITE_IOERR_WRITE =>
                "is on a disk that is full or fails: make room there, or choose another file.",
            raw.SQLITE_CANTOPEN =>
                "cannot be opened: make it and its folder readable and writable for the user who runs this, or choose another file.",
            _ => $"cannot be used: {failed.Message}",
        },
        failed);

    public void Dispose() => _lock?.Dispose();

    /// <summary>SQLite says no more than that it cannot be opened, where it cannot make what it wants beside it.</summary>
    bool IsWritable()
    {
        try
        {
            File.OpenHandle(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            return true;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// On a file beside it, which stays: a lock on the data file itself would keep readers out, and closing a second handle to that would
    /// take SQLite's own
    /// locks away. Whoever deletes it on leaving could delete it under the feet of the next.
    /// </summary>
    void TakeLock()
    {
        try
        {
            _lock = Open(_path + "-lock", FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException taken) when (taken.HResult is Taken or TakenOnMac or TakenOnWindows)
        {
            throw new IOException($"The data file {_path} is in use by another org: stop that one, or choose another file.", taken);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The data file {_path} cannot be used, since no file can be made beside it: {failed.Message} Choose a folder that may " +
                "be written, on a disk that is not full.",
                failed);
        }
    }

    /// <summary>
    /// It holds signing keys and password hashes: nobody else on the machine may read it, not even before its first byte.
    /// </summary>
    static void CreatePrivately(string path)
    {
        try
        {
            Open(path, FileMode.CreateNew, FileShare.ReadWrite).Dispose();
        }
        catch (DirectoryNotFoundException failed)
        {
            throw new IOException(
                $"The data file {path} is in a folder that does not exist: make the folder {Path.GetDirectoryName(path)} first.", failed);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException && !File.Exists(path))
        {
            throw new IOException(
                $"The data file {path} cannot be made: {failed.Message} Choose a file in a folder that may be written, on a disk that is " +
                "not full.",
                failed);
        }
        catch (IOException)
        {
            // Another org made it at the same moment.
        }
    }

    /// <summary>Readable by its owner alone from its first byte on.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new(path, options);
    }
}
