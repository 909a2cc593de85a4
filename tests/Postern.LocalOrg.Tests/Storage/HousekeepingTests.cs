using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>What an org does when nobody calls, while its database fails and afterwards.</summary>
public sealed class HousekeepingTests
{
    [Fact]
    public async Task Sweeping_goes_on_after_the_database_failed_and_both_are_said_once()
    {
        using var log = new Noted();
        var time = new FakeTimeProvider(The.Now);
        await using var database = SqliteDataSource.InMemory();
        await using var org = await LocalOrg.StartAsync(new() { DataSource = database, Time = time, Logs = log }, The.Ct);
        using var http = new Browserless(org);
        await http.SessionTokenAsync();

        await ExecuteAsync(database, "pragma query_only = on");
        await AdvanceUntilAsync(time, log.Lines, "The database failed");
        for (var minute = 0; minute < 60; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        await ExecuteAsync(database, "pragma query_only = off");
        await AdvanceUntilAsync(time, log.Lines, "Keeping house works again");

        (await CountAsync(database, "select count(*) from sessions")).ShouldBe(0);
        log.Lines.Count(line => line.Contains("The database failed", StringComparison.Ordinal)).ShouldBe(1);
        log.Lines.Count(line => line.Contains("Keeping house works again", StringComparison.Ordinal)).ShouldBe(1);
    }

    /// <summary>However far: what waits for a time begins to wait at a moment that nobody outside sees.</summary>
    static Task AdvanceUntilAsync(FakeTimeProvider time, ConcurrentQueue<string> lines, string words) => Patience.UntilAsync(
        $"the log to say '{words}'",
        () =>
        {
            time.Advance(TimeSpan.FromSeconds(30));
            return lines.Any(line => line.Contains(words, StringComparison.Ordinal));
        },
        () => string.Join('\n', lines));

    static async Task ExecuteAsync(SqliteDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync(The.Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(The.Ct);
    }

    static async Task<long> CountAsync(SqliteDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync(The.Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync(The.Ct))!;
    }

    sealed class Noted : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
