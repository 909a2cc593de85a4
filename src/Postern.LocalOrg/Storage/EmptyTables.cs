using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// This version's tables with nothing in them, made once in a process by every migration in its turn, and copied for each org in memory:
/// pages, in the place of more than a hundred statements, of which those that alter a table have SQLite read all others again.
/// </summary>
static class EmptyTables
{
    static readonly MadeOnce<SqliteConnection> Made = new(MakeAsync);

    static readonly Lock Copying = new();

    public static async Task CopyToAsync(SqliteConnection empty, CancellationToken ct)
    {
        var made = await Made.Value.WaitAsync(ct);
        lock (Copying)
            made.BackupDatabase(empty);
    }

    static async Task<SqliteConnection> MakeAsync()
    {
        var made = new SqliteConnection("Data Source=:memory:;Pooling=False");
        try
        {
            await made.OpenAsync();
            await Migration.RunAsync(made, DataHolder.Database, CancellationToken.None);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }
}
