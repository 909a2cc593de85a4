using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// Users as the sign-in check needs them, and what changes of them with every sign-in: status, password, failures.
/// </summary>
sealed class CredentialStore(OrgStore store, OrgDirectory directory)
{
    const string Unlocking =
        "update users set status = 'Active', failed_passwords = 0, failed_factors = 0, locked_at = 0, status_changed_at = @now, " +
        "last_updated_at = @now where id = @id and status = 'LockedOut'";

    const string PuttingState =
        "update users set status = @status, failed_passwords = 0, failed_factors = 0, locked_at = @lockedAt, status_changed_at = @now, " +
        "last_updated_at = @now";

    readonly Remembered<Credentials> _credentials = store.Memory.Of<Credentials>(OrgDirectory.CredentialKind);

    public RecoveryTokenStore RecoveryTokens { get; } = new(store);

    public void AddUser(Work work, Credentials credentials)
    {
        work.Write(UserRow.Adding, UserRow.Of(credentials), kind: OrgDirectory.UserKind);
        directory.Users.Beside?.Invoke(work, null, credentials.User);
    }

    /// <summary>Where the login is nobody's: of those who want the same at once one has it, and the others look again.</summary>
    public void AddUserIfFree(Work work, Credentials credentials)
    {
        work.Change(UserRow.Adding + " on conflict do nothing", UserRow.Of(credentials), OrgDirectory.UserKind);
        directory.Users.Beside?.Invoke(work, null, credentials.User);
    }

    /// <summary>What lets a user in who is there no more: one who comes after them under the same id begins anew.</summary>
    public void ForgetUser(Work work, string userId)
    {
        foreach (var table in (string[])
            [
                "factors", "pending_factors", "factor_challenges", "remembered_devices", "sessions", "refresh_tokens", "device_secrets",
                "consents", "last_logins", "unique_attributes", "sso_tokens",
            ])
            work.Write($"delete from {table} where user_id = @id", [("@id", userId)]);
    }

    /// <summary>Whatever it was before; earlier ones are not remembered.</summary>
    public void PutPassword(Work work, string userId, string passwordHash, long changedAt) => work.Write(
        "update users set password_hash = @hash, password_history = '', password_changed_at = @changedAt, last_updated_at = @now " +
        "where id = @id",
        [("@hash", passwordHash), ("@changedAt", changedAt), ("@now", store.Now), ("@id", userId)],
        kind: OrgDirectory.CredentialKind);

    /// <summary>Whatever it was before; failures that were counted are forgiven.</summary>
    public void PutState(Work work, string userId, UserState state) => work.Write(
        PuttingState + " where id = @id",
        [.. StateColumns(userId, state)],
        kind: OrgDirectory.CredentialKind);

    /// <summary>Where it is still as the caller saw it: of those who move it at once one does, and the others look again.</summary>
    /// <returns>The user as they are then.</returns>
    public Credentials MoveState(Work work, Credentials before, UserState after)
    {
        var activates = before.State is UserState.Staged or UserState.Deprovisioned
            && after is not (UserState.Staged or UserState.Deprovisioned);
        work.Change(
            PuttingState + (activates ? ", activated_at = @now" : "") + " where id = @id and status = @before",
            [.. StateColumns(before.User.Id, after), ("@before", before.State.ToString())],
            OrgDirectory.CredentialKind);
        return before with
        {
            State = after,
            FailedPasswords = 0,
            StatusChangedAt = store.Now,
            LastUpdatedAt = store.Now,
            ActivatedAt = activates ? store.Now : before.ActivatedAt,
        };
    }

    /// <summary>Makes a hash that was brought from elsewhere one of the org's own, where it is still the user's.</summary>
    public Task RehashAsync(string userId, string before, string after, CancellationToken ct) => ChangeCredentialsAsync(
        "update users set password_hash = @after where id = @id and password_hash = @before",
        [("@after", after), ("@id", userId), ("@before", before)],
        ct);

    /// <summary>When the user last signed in, which tells nobody anything that is remembered.</summary>
    public void NoteLogin(Work work, string userId) => work.WriteLast(
        $"login {userId}",
        "insert into last_logins (user_id, signed_in_at) values (@id, @now) on conflict (user_id) do update set signed_in_at = @now",
        [("@id", userId), ("@now", store.Now)]);

    /// <summary>The next after an id, in the order of ids. An empty one is before the first.</summary>
    public Task<List<Credentials>> PageAsync(string after, int most, CancellationToken ct) =>
        store.Database.AllAsync(
            $"select {UserRow.Columns} from users where id > @after order by id limit @most", [("@after", after), ("@most", most)],
            UserRow.Read, ct);

    /// <summary>The same, of those whose login contains a text; for people, who look for somebody.</summary>
    public Task<List<Credentials>> SearchAsync(string part, string after, int most, CancellationToken ct) => part.Length == 0
        ? PageAsync(after, most, ct)
        : store.Database.AllAsync(
            $"select {UserRow.Columns} from users where id > @after and login like @part escape '!' order by id limit @most",
            [("@after", after), ("@part", $"%{Literal(LoginKey.Of(part))}%"), ("@most", most)],
            UserRow.Read, ct);

    public ValueTask<Credentials?> FindCredentialsAsync(string login, CancellationToken ct) =>
        _credentials.GetAsync(LoginKey.Of(login), key =>
        store.Database.FirstAsync($"select {UserRow.Columns} from users where login = @login", [("@login", key)], UserRow.Read, ct));

    /// <summary>The short name before the <c>@</c> will do where only one user has it: authn.md 3.1.</summary>
    public async Task<Credentials?> FindCredentialsByShortNameAsync(string name, CancellationToken ct)
    {
        // Spelt as the index spells it: what is left of a login when all but @ is stripped from its end.
        var found = await store.Database.AllAsync(
            $"select {UserRow.Columns} from users where rtrim(login, replace(login, '@', '')) = @shortName limit 2",
            [("@shortName", LoginKey.Of(name) + "@")], UserRow.Read, ct);
        return found is [var only] ? only : null;
    }

    public Task<Credentials?> FindCredentialsOfAsync(string userId, CancellationToken ct) =>
        store.Database.FirstAsync($"select {UserRow.Columns} from users where id = @id", [("@id", userId)], UserRow.Read, ct);

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

    public Task UnlockAsync(string userId, CancellationToken ct) =>
        ChangeCredentialsAsync(Unlocking, [("@id", userId), ("@now", store.Now)], ct);

    /// <returns>The user as they are then.</returns>
    public Credentials Unlock(Work work, Credentials before)
    {
        work.Write(Unlocking, [("@id", before.User.Id), ("@now", store.Now)], kind: OrgDirectory.CredentialKind);
        return before.State is UserState.LockedOut ? before with { State = UserState.Active, FailedPasswords = 0, LockedAt = 0 } : before;
    }

    /// <summary>Where the password is still the one that the caller saw; whoever has it may sign in.</summary>
    /// <returns>The user as they are then.</returns>
    public Credentials ChangePassword(Work work, Credentials before, string passwordHash, IReadOnlyList<string> history) =>
        ChangePassword(work, before, passwordHash, history, UserState.Active);

    /// <summary>Where the password is still the one that the caller saw.</summary>
    /// <returns>The user as they are then.</returns>
    public Credentials ChangePassword(
        Work work, Credentials before, string passwordHash, IReadOnlyList<string> history, UserState state)
    {
        work.Change(
            """
            update users
            set password_hash = @new, password_history = @history, password_changed_at = @now, status = @status, failed_passwords = 0, failed_factors = 0, locked_at = 0,
                last_updated_at = @now, status_changed_at = case when status = @status then status_changed_at else @now end
            where id = @id and password_hash = @old
            """,
            [
                ("@new", passwordHash), ("@history", string.Join('\n', history)), ("@now", store.Now), ("@status", state.ToString()),
                ("@id", before.User.Id), ("@old", before.PasswordHash),
            ],
            kind: OrgDirectory.CredentialKind);
        return before with
        {
            PasswordHash = passwordHash,
            PasswordHistory = history,
            PasswordChangedAt = store.Now,
            State = state,
            StatusChangedAt = before.State == state ? before.StatusChangedAt : store.Now,
            LastUpdatedAt = store.Now,
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

    static string Literal(string part) => part.Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);

    async Task<bool> SetStateAsync(Work work, string userId, UserState state, CancellationToken ct)
    {
        if (await directory.Users.FindToChangeAsync(userId, ct) is not { } before)
            return false;

        directory.Users.Change(
            work, before, before.Document with { RequiresFactor = state is UserState.MfaRequired, LastUpdatedAt = store.Now });
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
                    status_changed_at = case when @limit > 0 and {column} + 1 >= @limit and status in ('Active', 'PasswordExpired') then @now else status_changed_at end,
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

    (string, object?)[] StateColumns(string userId, UserState state) =>
    [
        ("@status", (state is UserState.MfaRequired ? UserState.Active : state).ToString()),
        ("@lockedAt", state is UserState.LockedOut ? store.Now : 0L), ("@now", store.Now), ("@id", userId),
    ];

    sealed record CountedFailure(int Failures, string Status);
}
