using System.Text.Json;

namespace Postern.LocalOrg.Storage;

/// <summary>Every statement that the org runs, one method each; the files beside this one hold them by subject.</summary>
sealed partial class OrgStore(Database database, TimeProvider time)
{
    public TimeProvider Time => time;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public async Task MigrateAsync(CancellationToken ct)
    {
        await database.ExecuteAsync("create table if not exists schema_version (version integer primary key)", [], ct);
        var applied = await database.AllAsync("select version from schema_version", [], row => row.GetInt32(0), ct);
        for (var version = 1; version <= Schema.Migrations.Count; version++)
        {
            if (applied.Contains(version))
                continue;

            // Claiming the version comes first: of two processes that start on one database, the second waits here, then fails whole.
            await database.InTransactionAsync(
                [("insert into schema_version (version) values (@version)", [("@version", version)]), .. Schema.Migrations[version - 1].Select(Native)], ct);
        }

        (string, (string, object?)[]) Native(string sql) => (database.IsOurs ? sql : sql.Replace(Schema.Clustered, "", StringComparison.Ordinal), []);
    }

    public Task<Organization?> FindOrganizationAsync(CancellationToken ct) =>
        database.FirstAsync("select document from org", [], row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.Organization)!, ct);

    public void Seed(Work work, Organization org, IEnumerable<Credentials> users, IEnumerable<(string UserId, Factor Factor)> factors, IEnumerable<App> apps, IEnumerable<SeedAuthorizationServer> servers)
    {
        work.Write("insert into org (id, document) values (@id, @document)", [("@id", org.Id), ("@document", JsonSerializer.Serialize(org, StorageJson.Default.Organization))]);
        foreach (var (sql, parameters) in users.Select(Insert).Concat(factors.Select(factor => Insert(factor.UserId, factor.Factor))).Concat(apps.Select(Insert)).Concat(servers.Select(Insert)))
            work.Write(sql, parameters);
    }

    /// <summary>How many rows went.</summary>
    public async Task<int> ForgetExpiredAsync(CancellationToken ct)
    {
        _sessionTokens.Forget();
        _codes.Forget();
        var forgotten = 0;
        foreach (var table in Schema.Mortal)
            forgotten += await database.ExecuteAsync($"delete from {table} where expires_at <= @now", [("@now", Now)], ct);
        return forgotten;
    }

    static (string, (string, object?)[]) Insert(Credentials credentials) =>
        ("""
         insert into users (id, login, status, password_hash, failed_passwords, password_changed_at, locked_at, document)
         values (@id, @login, @status, @passwordHash, 0, @passwordChangedAt, @lockedAt, @document)
         """,
         [
             ("@id", credentials.User.Id), ("@login", LoginKey(credentials.User.Login)), ("@status", credentials.State.ToString()),
             ("@passwordHash", credentials.PasswordHash), ("@passwordChangedAt", credentials.PasswordChangedAt), ("@lockedAt", credentials.LockedAt),
             ("@document", JsonSerializer.Serialize(credentials.User, StorageJson.Default.User)),
         ]);

    static (string, (string, object?)[]) Insert(App app) =>
        ("insert into apps (client_id, document) values (@clientId, @document)",
         [("@clientId", app.ClientId), ("@document", JsonSerializer.Serialize(app, StorageJson.Default.App))]);

    static (string, (string, object?)[]) Insert(SeedAuthorizationServer server) =>
        ("insert into authorization_servers (id, document) values (@id, @document)",
         [("@id", server.Id), ("@document", JsonSerializer.Serialize(server, StorageJson.Default.SeedAuthorizationServer))]);
}
