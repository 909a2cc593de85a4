using System.Text.Json;

namespace Postern.LocalOrg.Storage;

/// <summary>Every statement that the org runs, one method each; the files beside this one hold them by subject.</summary>
sealed partial class OrgStore(Database database, TimeProvider time)
{
    public TimeProvider Time => time;

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <exception cref="IOException">The database is a newer version's, or somebody else's.</exception>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await Migration.RunAsync(connection, database.Holder, ct);
    }

    public Task<Organization?> FindOrganizationAsync(CancellationToken ct) =>
        database.FirstAsync("select document from org", [], row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.Organization)!, ct);

    /// <summary>Of processes that start together one seeds, whatever ids each of them would seed: the others wait here for that one, and find that it was quicker.</summary>
    public void Seed(Work work, Organization org, IEnumerable<Credentials> users, IEnumerable<(string UserId, Factor Factor)> factors, IEnumerable<App> apps, IEnumerable<SeedAuthorizationServer> servers)
    {
        work.Change("insert into shared_state (name, value) values ('seeded', 1) on conflict (name) do nothing", []);
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
