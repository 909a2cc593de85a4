using Microsoft.Data.Sqlite;

namespace Postern.Benchmarks;

/// <summary>
/// Fills an org's file with copies of Ada, of what she is looked for by and of her refresh token, in SQL, whatever columns they have: a
/// million passwords would take an hour to hash. All copies have Ada's password; ids are random, as real ones are.
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
        var count = to - after;
        Copy(connection, "users", $"id = '{Ada}'", count, new()
        {
            ["id"] = "added.user_id", ["login"] = "added.login",
            ["document"] = $"replace(replace(template.document, '{Ada}', added.user_id), '{AdasLogin}', added.login)",
        });
        Copy(connection, "user_attributes", $"user_id = '{Ada}'", count, new()
        {
            ["user_id"] = "added.user_id", ["value"] = $"replace(template.value, '{AdasLogin}', added.login)",
        });
        Copy(connection, "group_members", $"user_id = '{Ada}'", count, new() { ["user_id"] = "added.user_id" });
        Copy(connection, "refresh_tokens", $"user_id = '{Ada}' limit 1", count, new()
        {
            ["id"] = "added.token_id", ["user_id"] = "added.user_id",
        });
        transaction.Commit();
        connection.Close();
        // Else the org would wait for the disk, when it starts, in our place.
        using var written = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(written);
    }

    /// <summary>
    /// For each that is added, the template's rows, in the order of the table's key: a tree is filled fastest from one end.
    /// </summary>
    static void Copy(SqliteConnection connection, string table, string template, int count, Dictionary<string, string> changed)
    {
        var columns = Texts(connection, $"select name from pragma_table_info('{table}')");
        var key = Texts(connection, $"select name from pragma_table_info('{table}') where pk > 0 order by pk");
        _ = Execute(connection, $"create temp table template as select * from {table} where {template}");
        var rows = Texts(connection, "select 1 from temp.template").Count;
        var copied = Execute(connection, $"""
            insert into {table} ({string.Join(", ", columns)})
            select {string.Join(", ", columns.Select(column => changed.GetValueOrDefault(column, "template." + column)))}
            from temp.added, temp.template
            order by {string.Join(", ", key.Select(column => columns.IndexOf(column) + 1))}
            """);
        if (rows == 0 || copied != count * rows || changed.Keys.Except(columns).Any())
            throw new InvalidOperationException(
                $"{copied} rows of {count} × {rows} were copied into {table}, which has the columns {string.Join(", ", columns)}.");
        _ = Execute(connection, "drop table temp.template");
    }

    static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> texts = [];
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }

    static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
