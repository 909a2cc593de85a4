using System.Data.Common;
using System.Globalization;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>Users with all that is kept of them, one or a page at a time, as they stand now and not as they are remembered.</summary>
sealed class UserRecords(OrgStore store)
{
    const string Columns = UserRow.Columns + ", version, (select signed_in_at from last_logins where user_id = users.id)";

    public Task<UserRecord?> FindAsync(string id, CancellationToken ct) =>
        store.Database.FirstAsync($"select {Columns} from users where id = @id", [("@id", id)], Read, ct);

    /// <summary>By id, by login, or by the short name before the <c>@</c> where only one user has it.</summary>
    public async Task<UserRecord?> FindNamedAsync(string name, CancellationToken ct)
    {
        if (await FindAsync(name, ct) is { } byId)
            return byId;

        var login = LoginKey.Of(name);
        var byLogin = await store.Database.FirstAsync($"select {Columns} from users where login = @login", [("@login", login)], Read, ct);
        if (byLogin is not null || login.Contains('@', StringComparison.Ordinal))
            return byLogin;

        // Spelt as the index spells it, like CredentialStore's.
        var found = await store.Database.AllAsync(
            $"select {Columns} from users where rtrim(login, replace(login, '@', '')) = @shortName limit 2", [("@shortName", login + "@")],
            Read, ct);
        return found is [var only] ? only : null;
    }

    /// <summary>The next after an id, in the order of ids, without those who are deprovisioned.</summary>
    public Task<List<UserRecord>> PageAsync(string after, int most, CancellationToken ct) =>
        store.Database.AllAsync(
            $"select {Columns} from users where id > @after and status <> 'Deprovisioned' order by id limit @most",
            [("@after", after), ("@most", most)], Read, ct);

    /// <summary>The next of a group after an id, in the order of ids.</summary>
    public Task<List<UserRecord>> MembersAsync(string groupId, string after, int most, CancellationToken ct) =>
        AmongAsync(new("select user_id as id from group_members where group_id = @group", [("@group", groupId)]), after, most, ct);

    /// <summary>The next after an id whom a statement finds the ids of, in the order of ids; null: all there are.</summary>
    public Task<List<UserRecord>> AmongAsync(UserIds? ids, string after, int most, CancellationToken ct) =>
        store.Database.AllAsync(
            ids is null
                ? $"select {Columns} from users where id > @after order by id limit @most"
                : $"""
                select {Columns} from users
                where id in (select id from ({ids.Sql}) as among where id > @after order by id limit @most) order by id
                """,
            [.. ids?.Parameters ?? [], ("@after", after), ("@most", most)], Read, ct);

    /// <summary>Of these ids, by id: one look for all of them. Who is there no more is left out.</summary>
    public async Task<Dictionary<string, UserRecord>> OfAsync(IReadOnlyList<string> ids, CancellationToken ct)
    {
        if (ids.Count == 0)
            return [];

        var names = ids.Index().Select(each => string.Create(CultureInfo.InvariantCulture, $"@u{each.Index}")).ToList();
        var found = await store.Database.AllAsync(
            $"select {Columns} from users where id in ({string.Join(", ", names)})",
            [.. names.Zip(ids, (name, id) => (name, (object?)id))], Read, ct);
        return found.ToDictionary(user => user.Id, StringComparer.Ordinal);
    }

    /// <summary>How many a statement finds, up to a number.</summary>
    public async Task<long> CountAsync(UserIds ids, int most, CancellationToken ct) =>
        (await store.Database.AllAsync(
            $"select count(*) from (select id from ({ids.Sql}) as among limit @most) as counted", [.. ids.Parameters, ("@most", most)],
            row => row.GetInt64(0), ct))[0];

    static UserRecord Read(DbDataReader row) =>
        new(UserRow.Read(row), Version: row.GetInt64(10), LastLoginAt: row.IsDBNull(11) ? 0 : row.GetInt64(11));
}

/// <summary>A statement that finds users' ids, each once, in a column <c>id</c>.</summary>
sealed record UserIds(string Sql, (string, object?)[] Parameters);

/// <summary>A user as they stand now. Instants are seconds since the epoch, 0 for never.</summary>
sealed record UserRecord(Credentials Credentials, long Version, long LastLoginAt)
{
    public User User => Credentials.User;

    public string Id => User.Id;

    public UserState State => Credentials.State;

    public Kept<User> Kept => new(User, Version);
}
