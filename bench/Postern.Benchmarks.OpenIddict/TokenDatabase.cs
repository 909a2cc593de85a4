using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Postern.Benchmarks.OpenIddict;

/// <summary>OpenIddict's tables and nothing else.</summary>
sealed class TokenDatabase(DbContextOptions<TokenDatabase> options) : DbContext(options);

/// <summary>The settings that the local org gives SQLite, but for the exclusive lock, which a pool of connections cannot have.</summary>
sealed class SqliteSettings : DbConnectionInterceptor
{
    const string Settings =
        "pragma journal_mode = wal; pragma synchronous = normal; pragma temp_store = memory; pragma busy_timeout = 5000";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Set(connection);
        return Task.CompletedTask;
    }

    static void Set(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        _ = command.ExecuteNonQuery();
    }
}
