using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Storage;

/// <summary>Every statement that the org runs, one method each; the files beside this one hold them by subject.</summary>
sealed partial class OrgStore(Database database, TimeProvider time)
{
    public TimeProvider Time => time;

    public Database Database => database;

    public Memory Memory => database.Memory;

    public OrgDirectory Directory => field ??= new(this);

    /// <summary>Seconds since the epoch.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Whether nobody but this process writes to the database.</summary>
    public bool IsAlone => database.IsOurs;

    /// <exception cref="IOException">The database is a newer version's, or somebody else's.</exception>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await Migration.RunAsync(connection, database.Holder, ct);
    }

    /// <summary>How many rows went.</summary>
    public async Task<int> ForgetExpiredAsync(CancellationToken ct)
    {
        _sessionTokens.Forget();
        _codes.Forget();
        var forgotten = 0;
        foreach (var table in Schema.Expiring)
            forgotten += await database.ExecuteAsync($"delete from {table} where expires_at <= @now", [("@now", Now)], ct);
        return forgotten;
    }
}
