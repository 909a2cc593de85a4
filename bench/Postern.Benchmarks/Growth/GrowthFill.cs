using Microsoft.Data.Sqlite;

namespace Postern.Benchmarks;

/// <summary>
/// Fills an org's file with copies of Ada and of her refresh token, in SQL, whatever columns they have: a million passwords would take an
/// hour to hash. All
/// copies have Ada's password; ids are random, as real ones are.
/// </summary>
static class GrowthFill
{
    const string Ada = "00u1adaActive0000005";
    const string AdasLogin = "ada@example.com";

    public static string Login(int number) => $"user{number}@example.com";

    /// <summary>Signs Ada in once, for a refresh token to copy.</summary>
    public static async Task AddTemplatesAsync(string postern, string file)
    {
        await using var org = await OrgProcess.StartAsync(postern, file);
        using var connection = new HttpConnection();
        await connection.ConnectAsync(new(org.Url));
        _ = await AuthorizationCodeFlow.RefreshTokenAsync(connection, org.Target);
    }

    /// <summary>The users after the first so many, up to the next so many, each with a refresh token.</summary>
    public static void Add(string file, int after, int to)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        // A crash may ruin it: it is thrown away anyway. The org turns its own settings on again.
        _ = Execute(
            connection, "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -2000000; pragma temp_store = memory");
        _ = Execute(connection, $"""
            create temp table added as
            with recursive numbers (number) as (select {after + 1} union all select number + 1 from numbers where number < {to})
            select 'user' || number || '@example.com' as login, '00u1' || lower(hex(randomblob(8))) as user_id, 'oar1' || lower(hex(randomblob(8))) as token_id from numbers
            """);
        using var transaction = connection.BeginTransaction();
        Copy(connection, "users", $"id = '{Ada}'", to - after, new()
        {
            // What it is looked for by, the org makes up when it is opened.
            ["id"] = "added.user_id", ["login"] = "added.login", ["indexed"] = "0",
            ["document"] = $"replace(replace(template.document, '{Ada}', added.user_id), '{AdasLogin}', added.login)",
        });
        Copy(
            connection,
            "refresh_tokens",
            $"user_id = '{Ada}'",
            to - after,
            new() { ["id"] = "added.token_id", ["user_id"] = "added.user_id" });
        transaction.Commit();
        connection.Close();
        // Else the org would wait for the disk, when it starts, in our place.
        using var written = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(written);
    }

    static void Copy(SqliteConnection connection, string table, string template, int count, Dictionary<string, string> changed)
    {
        var columns = Columns(connection, table);
        var copied = Execute(connection, $"""
            insert into {table} ({string.Join(", ", columns)})
            select {string.Join(", ", columns.Select(column => changed.GetValueOrDefault(column, "template." + column)))}
            from temp.added, (select * from {table} where {template} limit 1) as template
            """);
        if (copied != count || changed.Keys.Except(columns).Any())
            throw new InvalidOperationException(
                $"{copied} rows of {count} were copied into {table}, which has the columns {string.Join(", ", columns)}.");
    }

    static List<string> Columns(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select name from pragma_table_info('{table}')";
        using var reader = command.ExecuteReader();
        List<string> columns = [];
        while (reader.Read())
            columns.Add(reader.GetString(0));
        return columns;
    }

    static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
