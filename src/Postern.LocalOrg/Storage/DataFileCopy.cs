using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Postern.LocalOrg.Storage;

/// <summary>Copies a data file by SQLite's own means: in one step, and so as it is at one moment, whoever writes to it meanwhile.</summary>
static class DataFileCopy
{
    /// <exception cref="IOException">It cannot be done, and nothing is left behind.</exception>
    public static void Make(string from, string to)
    {
        // In full, so that no name means something else to SQLite.
        var (source, copy) = (Path.GetFullPath(from), Path.GetFullPath(to));
        if (!File.Exists(source))
            throw new IOException($"There is no data file {source}: name the one that the org keeps itself in.");

        Create(copy);
        try
        {
            Copy(source, copy);
        }
        catch (SqliteException failed)
        {
            Delete(copy);
            throw new IOException($"The data file {source} cannot be copied to {copy}: {Reason(failed)}", failed);
        }
        catch
        {
            Delete(copy);
            throw;
        }
    }

    static void Copy(string from, string to)
    {
        using var source = Open(from);
        using (var tables = source.CreateCommand())
        {
            tables.CommandText = "select name from sqlite_master where type = 'table'";
            using var reader = tables.ExecuteReader();
            List<string> names = [];
            while (reader.Read())
                names.Add(reader.GetString(0));
            if (!Migration.HoldsAnOrg(names))
                throw new IOException($"The data file {from} holds no org: name the one that an org keeps itself in.");
        }

        using var copy = Open(to);
        source.BackupDatabase(copy);
    }

    static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    static void Create(string path)
    {
        try
        {
            DataFile.Open(path, FileMode.CreateNew, FileShare.ReadWrite).Dispose();
        }
        catch (IOException) when (File.Exists(path) || System.IO.Directory.Exists(path))
        {
            throw new IOException($"There is something at {path} already, and it is not written over: choose another name.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The file {path} cannot be made: {failed.Message}", failed);
        }
    }

    static void Delete(string path)
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm", path + "-journal"])
            File.Delete(file);
    }

    static string Reason(SqliteException failed) => failed.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => "it is not a SQLite database.",
        raw.SQLITE_FULL => "the disk is full.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another program has locked it.",
        _ => failed.Message,
    };
}
