using System.Data.Common;
using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// Users as the sign-in check needs them, what changes of them with every sign-in (status, password, failures), and the tokens by which
/// they come back.
/// </summary>
sealed class CredentialStore(OrgStore store, OrgDirectory directory)
{
    const string Unlocking =
        "update users set status = 'Active', failed_passwords = 0, failed_factors = 0, locked_at = 0 where id = @id and status = " +
        "'LockedOut'";

    const string CredentialsColumns = "document, status, password_hash, failed_passwords, password_changed_at, password_history, locked_at";

    readonly Remembered<Credentials> _credentials = store.Memory.Of<Credentials>(OrgDirectory.CredentialKind);

    public void AddUser(Work work, Credentials credentials) => work.Write(
        """
        insert into users (id, login, status, password_hash, failed_passwords, password_changed_at, locked_at, document)
        values (@id, @login, @status, @passwordHash, 0, @passwordChangedAt, @lockedAt, @document)
        """,
        [
            ("@id", credentials.User.Id), ("@login", LoginKey.Of(credentials.User.Login)), ("@status", credentials.State.ToString()),
            ("@passwordHash", credentials.PasswordHash),
            ("@passwordChangedAt", credentials.PasswordChangedAt), ("@lockedAt", credentials.LockedAt),
            ("@document", JsonSerializer.Serialize(credentials.User, DirectoryJson.Default.User)),
        ],
        kind: OrgDirectory.UserKind);

    /// <summary>What lets a user in who is there no more: one who comes after them under the same id begins anew.</summary>
    public void ForgetUser(Work work, string userId)
    {
        foreach (var table in (string[])["factors", "sessions", "refresh_tokens", "device_secrets", "consents"])
            work.Write($"delete from {table} where user_id = @id", [("@id", userId)]);
    }

    /// <summary>Whatever it was before; earlier ones are not remembered.</summary>
    public void PutPassword(Work work, string userId, string passwordHash, long changedAt) => work.Write(
        "update users set password_hash = @hash, password_history = '', password_changed_at = @changedAt where id = @id",
        [("@hash", passwordHash), ("@changedAt", changedAt), ("@id", userId)],
        kind: OrgDirectory.CredentialKind);

    /// <summary>Whatever it was before; failures that were counted are forgiven.</summary>
    public void PutState(Work work, string userId, UserState state) => work.Write(
        "update users set status = @status, failed_passwords = 0, failed_factors = 0, locked_at = @lockedAt where id = @id",
        [
            ("@status", (state is UserState.MfaRequired ? UserState.Active : state).ToString()),
            ("@lockedAt", state is UserState.LockedOut ? store.Now : 0L), ("@id", userId),
        ],
        kind: OrgDirectory.CredentialKind);

    /// <summary>The next after an id, in the order of ids. An empty one is before the first.</summary>
    public Task<List<Credentials>> PageAsync(string after, int most, CancellationToken ct) =>
        store.Database.AllAsync(
            $"select {CredentialsColumns} from users where id > @after order by id limit @most", [("@after", after), ("@most", most)],
            ReadCredentials, ct);

    public ValueTask<Credentials?> FindCredentialsAsync(string login, CancellationToken ct) =>
        _credentials.GetAsync(LoginKey.Of(login), key =>
        store.Database.FirstAsync($"select {CredentialsColumns} from users where login = @login", [("@login", key)], ReadCredentials, ct));

    /// <summary>The short name before the <c>@</c> will do where only one user has it: authn.md 3.1.</summary>
    public async Task<Credentials?> FindCredentialsByShortNameAsync(string name, CancellationToken ct)
    {
        // Spelt as the index spells it: what is left of a login when all but @ is stripped from its end.
        var found = await store.Database.AllAsync(
            $"select {CredentialsColumns} from users where rtrim(login, replace(login, '@', '')) = @shortName limit 2",
            [("@shortName", LoginKey.Of(name) + "@")], ReadCredentials, ct);
        return found is [var only] ? only : null;
    }

    public Task<Credentials?> FindCredentialsOfAsync(string userId, CancellationToken ct) =>
        store.Database.FirstAsync($"select {CredentialsColumns} from users where id = @id", [("@id", userId)], ReadCredentials, ct);

    /// <summary>Counts and, at the limit, locks in one statement, so that no failure of many at once goes uncounted.</summary>
    /// <returns>Whether failures before this one had locked the account, and whether this one has.</returns>
    public async Task<(bool WasLocked, bool IsLockedNow)> CountFailedPasswordAsync(string userId, int limit, CancellationToken ct) =>
        await CountFailureAsync("failed_passwords", userId, limit, ct) is { Status: nameof(UserState.LockedOut) } counted
            ? (counted.Failures > limit, counted.Failures == limit)
            : default;

    /// <summary>Where there is no user, the failure is written all the same: the answer takes as long as one about somebody.</summary>
    public Task CountFailureOfNobodyAsync(string login, CancellationToken ct) =>
        ChangeCredentialsAsync(
            """
            insert into unknown_logins (hash, failures, expires_at) values (@hash, 1, @expiresAt)
            on conflict (hash) do update set failures = unknown_logins.failures + 1, expires_at = @expiresAt
            """,
            [("@hash", Secrets.Hash(LoginKey.Of(login))), ("@expiresAt", store.Now + 60)],
            ct);

    /// <summary>Counts and locks in the same way.</summary>
    public Task CountFailedFactorAsync(string userId, int limit, CancellationToken ct) =>
        CountFailureAsync("failed_factors", userId, limit, ct);

    public Task ForgetFailedPasswordsAsync(string userId, CancellationToken ct) =>
        ChangeCredentialsAsync("update users set failed_passwords = 0 where id = @id", [("@id", userId)], ct);

    public void ForgetFailedFactors(Work work, string userId) =>
        work.Write(
            "update users set failed_factors = 0 where id = @id and failed_factors > 0",
            [("@id", userId)],
            kind: OrgDirectory.CredentialKind);

    public Task UnlockAsync(string userId, CancellationToken ct) => ChangeCredentialsAsync(Unlocking, [("@id", userId)], ct);

    /// <returns>The user as they are then.</returns>
    public Credentials Unlock(Work work, Credentials before)
    {
        work.Write(Unlocking, [("@id", before.User.Id)], kind: OrgDirectory.CredentialKind);
        return before.State is UserState.LockedOut ? before with { State = UserState.Active, FailedPasswords = 0, LockedAt = 0 } : before;
    }

    /// <summary>Where the password is still the one that the caller saw.</summary>
    /// <returns>The user as they are then.</returns>
    public Credentials ChangePassword(Work work, Credentials before, string passwordHash, IReadOnlyList<string> history)
    {
        work.Change(
            """
            update users
            set password_hash = @new, password_history = @history, password_changed_at = @now, status = 'Active', failed_passwords = 0, failed_factors = 0, locked_at = 0
            where id = @id and password_hash = @old
            """,
            [
                ("@new", passwordHash), ("@history", string.Join('\n', history)), ("@now", store.Now), ("@id", before.User.Id),
                ("@old", before.PasswordHash),
            ],
            kind: OrgDirectory.CredentialKind);
        return before with
        {
            PasswordHash = passwordHash,
            PasswordHistory = history,
            PasswordChangedAt = store.Now,
            State = UserState.Active,
            FailedPasswords = 0,
            LockedAt = 0,
        };
    }

    /// <summary>Whether there is such a user.</summary>
    public async Task<bool> SetStateAsync(string login, UserState state, CancellationToken ct)
    {
        var isThere = false;
        await store.InOneWorkAsync(
            async work =>
            {
                isThere = await FindCredentialsAsync(login, ct) is { } credentials
                    && await SetStateAsync(work, credentials.User.Id, state, ct);
            },
            ct);
        return isThere;
    }

    public void AddRecoveryToken(Work work, string token, Recovery recovery, DateTimeOffset expiresAt) => work.Write(
        "insert into recovery_tokens (hash, document, is_used, expires_at) values (@hash, @document, 0, @expiresAt)",
        [
            ("@hash", Secrets.Hash(token)), ("@document", JsonSerializer.Serialize(recovery, SignInJson.Default.Recovery)),
            ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
        ]);

    /// <summary>Null where it is unknown, used or expired.</summary>
    public Task<Recovery?> FindRecoveryTokenAsync(string token, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select document from recovery_tokens where hash = @hash and is_used = 0 and expires_at > @now",
            [("@hash", Secrets.Hash(token)), ("@now", store.Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), SignInJson.Default.Recovery)!, ct);

    /// <summary>Once; what was used stays, so that it can be called used.</summary>
    public void SpendRecoveryToken(Work work, string token) =>
        work.Spend(
            "update recovery_tokens set is_used = 1 where hash = @hash and is_used = 0 and expires_at > @now",
            [("@hash", Secrets.Hash(token)), ("@now", store.Now)]);

    public async Task<bool> IsRecoveryTokenUsedAsync(string token, CancellationToken ct) =>
        await store.Database.FirstAsync(
            "select hash from recovery_tokens where hash = @hash and is_used = 1",
            [("@hash", Secrets.Hash(token))],
            row => row.GetString(0),
            ct) is not null;

    async Task<bool> SetStateAsync(Work work, string userId, UserState state, CancellationToken ct)
    {
        if (await directory.Users.FindToChangeAsync(userId, ct) is not { } before)
            return false;

        directory.Users.Change(work, before, before.Document with { RequiresFactor = state is UserState.MfaRequired });
        PutState(work, userId, state);
        return true;
    }

    /// <summary>Only who could sign in is locked out; where an account is closed for another reason, that reason stays.</summary>
    async Task<CountedFailure?> CountFailureAsync(string column, string userId, int limit, CancellationToken ct)
    {
        try
        {
            return await store.Database.FirstAsync(
                $"""
                update users
                set {column} = {column} + 1,
                    locked_at = case when @limit > 0 and {column} + 1 >= @limit and status in ('Active', 'PasswordExpired') then @now else locked_at end,
                    status = case when @limit > 0 and {column} + 1 >= @limit and status in ('Active', 'PasswordExpired') then 'LockedOut' else status end
                where id = @id
                returning {column}, status
                """,
                [("@id", userId), ("@limit", limit), ("@now", store.Now)],
                row => new CountedFailure(row.GetInt32(0), row.GetString(1)),
                ct);
        }
        finally
        {
            store.Memory.Changed(OrgDirectory.CredentialKind);
        }
    }

    /// <summary>Whatever changes a status, a password or a count comes through here, so that nobody remembers what was.</summary>
    async Task<int> ChangeCredentialsAsync(string sql, (string, object?)[] parameters, CancellationToken ct)
    {
        try
        {
            return await store.Database.ExecuteAsync(sql, parameters, ct);
        }
        finally
        {
            // Also where it failed: whether a statement was carried out that ended in an error of the disk, nobody can say.
            store.Memory.Changed(OrgDirectory.CredentialKind);
        }
    }

    /// <summary>The profile with the rest, so that looking for somebody is one statement whether there is such a user or not.</summary>
    static Credentials ReadCredentials(DbDataReader row) => new()
    {
        User = JsonSerializer.Deserialize(row.GetString(0), DirectoryJson.Default.User)!,
        State = Enum.Parse<UserState>(row.GetString(1)),
        PasswordHash = row.GetString(2),
        FailedPasswords = row.GetInt32(3),
        PasswordChangedAt = row.GetInt64(4),
        PasswordHistory = row.GetString(5).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        LockedAt = row.GetInt64(6),
    };

    sealed record CountedFailure(int Failures, string Status);
}
