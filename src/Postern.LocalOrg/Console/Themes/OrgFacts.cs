using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>What the org runs on, as its process knows it.</summary>
sealed record OrgFacts
{
    public static readonly string Version = typeof(OrgFacts).Assembly.GetName().Version!.ToString(3);

    /// <summary>Where what happens in it is kept.</summary>
    public required string Database { get; init; }

    /// <summary>By the machine's clock.</summary>
    public DateTimeOffset StartedAt { get; } = TimeProvider.System.GetUtcNow();
}

/// <summary>How many there are of what the org keeps: counted by the database, however many.</summary>
sealed class OrgCounts(OrgStore store)
{
    static readonly string[] All =
    [
        "select 'apps', count(*) from apps",
        "select 'groups', count(*) from groups",
        "select 'authorization servers', count(*) from authorization_servers",
        "select 'sessions', count(*) from sessions where has_begun = 1 and expires_at > @now",
        "select 'sign-ins under way', count(*) from transactions where expires_at > @now",
        "select 'refresh tokens', count(*) from refresh_tokens where expires_at > @now",
        "select 'messages in the outbox', count(*) from outbox where expires_at > @now",
    ];

    /// <summary>Users by their state.</summary>
    public Task<List<(string Name, long Count)>> UsersAsync(CancellationToken ct) => store.Database.AllAsync(
        "select status, count(*) from users group by status order by status", [], row => (row.GetString(0), row.GetInt64(1)), ct);

    public async Task<List<(string Name, long Count)>> OthersAsync(CancellationToken ct)
    {
        List<(string Name, long Count)> counts = [];
        foreach (var sql in All)
            counts.AddRange(
                await store.Database.AllAsync(
                    sql,
                    sql.Contains("@now", StringComparison.Ordinal) ? [("@now", store.Now)] : [],
                    row => (row.GetString(0), row.GetInt64(1)),
                    ct));
        return counts;
    }
}
