using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// Brings a database to this version's schema, all or nothing; refuses a newer one, and tables that are somebody else's. Of processes that
/// start at once, one does it while the others wait.
/// </summary>
sealed class Migration(DbConnection connection, DbTransaction transaction, DataHolder holder)
{
    /// <summary>PostgreSQL's <c>duplicate_table</c>.</summary>
    const string DuplicateTable = "42P07";

    /// <summary>
    /// "Post" in ASCII, so that no other application's lock is meant; one for each schema, since a database may hold an org in each. It
    /// ends with the transaction, and so with a crash.
    /// </summary>
    const string Lock = "select pg_advisory_xact_lock(1349481332, hashtext(coalesce(current_schema(), '')))";

    readonly bool _isSqlite = connection is SqliteConnection or RationedConnection { IsSqlite: true };

    public static async Task RunAsync(DbConnection connection, DataHolder holder, CancellationToken ct)
    {
        if (connection is LentConnection { IsNew: true } memory)
            await EmptyTables.CopyToAsync(memory, ct);
        // SQLite's is immediate: nobody else writes from here on.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await new Migration(connection, transaction, holder).RunAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Of any version, and of somebody else: an org's tables are there, or none that is called like them.</summary>
    public static bool HoldsAnOrg(ICollection<string> tables) =>
        tables.Contains("schema_version") && tables.Contains("org") && tables.Contains("signing_keys");

    async Task RunAsync(CancellationToken ct)
    {
        if (!_isSqlite)
            await ExecuteAsync(Lock, ct);
        var tables = await ReadAsync(
            _isSqlite
                ? "select name from sqlite_master where type = 'table'"
                : "select table_name from information_schema.tables where table_schema = current_schema()", row =>
                row.GetString(0), ct);
        if (tables.Contains("schema_version")
            && !HoldsAnOrg(tables)
            && (await ReadAsync("select * from schema_version", _ => 0, ct)).Count > 0)
            throw holder.IsForeign();

        await ExecuteAsync("create table if not exists schema_version (version integer primary key)", ct);
        var applied = await ReadAsync("select version from schema_version", row => row.GetInt32(0), ct);
        if (applied.Count > 0 && applied.Max() > Schema.Version)
        {
            if (!await IsForThisVersionAsync(applied.Max(), ct))
                throw holder.IsNewer(applied.Max(), Schema.Version);
            return;
        }

        for (var version = 1; version <= Schema.Version; version++)
            if (!applied.Contains(version))
                await ApplyAsync(version, ct);
        await SayAsync(SharedState.SchemaVersion, Schema.Version, ct);
        await SayAsync(SharedState.OldestSchema, Schema.OldestBeside, ct);
    }

    /// <summary>
    /// Whether the newer version that made it said so, of that schema: a process that is being replaced may be started once more.
    /// </summary>
    async Task<bool> IsForThisVersionAsync(int theirs, CancellationToken ct)
    {
        var said = await ReadAsync(
            $"select value from shared_state where name in ('{SharedState.SchemaVersion}', '{SharedState.OldestSchema}') order by name",
            row => row.GetInt64(0), ct);
        return said is [var oldest, var schema] && schema == theirs && oldest <= Schema.Version;
    }

    /// <summary>For every process of the org, at its next request; never less than was said before.</summary>
    Task SayAsync(string name, int value, CancellationToken ct) => ExecuteAsync(
        $"insert into shared_state (name, value) values ('{name}', {value}) on conflict (name) do update set value = {value} " +
        $"where shared_state.value < {value}",
        ct);

    async Task ApplyAsync(int version, CancellationToken ct)
    {
        try
        {
            foreach (var sql in Schema.Migrations[version - 1])
                await ExecuteAsync(_isSqlite ? ForSqlite(sql) : ForPostgres(sql), ct);
        }
        catch (DbException other) when (other.SqlState is DuplicateTable)
        {
            throw holder.IsForeign();
        }

        await ExecuteAsync($"insert into schema_version (version) values ({version})", ct);
    }

    static string ForSqlite(string sql) => sql.Replace(Schema.Ordinal, "", StringComparison.Ordinal);

    static string ForPostgres(string sql) => sql.Replace(Schema.Clustered, "", StringComparison.Ordinal)
        .Replace(Schema.Numbered, Schema.NumberedByPostgres, StringComparison.Ordinal);

    async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken ct)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<T> rows = [];
        while (await reader.ReadAsync(ct))
            rows.Add(read(reader));
        return rows;
    }

    DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command;
    }
}

/// <summary>Where an org is kept, as people are told of it.</summary>
sealed record DataHolder(string Name, string Remedy)
{
    public static readonly DataHolder Database = new("The database", "give the org a database, or a schema in its search path, of its own");

    public IOException IsForeign() => new($"{Name} holds tables of another application: {Remedy}. Nothing was written there.");

    public IOException IsNewer(int theirs, int ours) =>
        new(
            $"{Name} is from a newer Postern: its schema is version {theirs}, and this one knows version {ours} and earlier. Update " +
            $"Postern, or {Remedy}. Nothing was written there.");
}
