using System.Text.Json;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Storage;

/// <summary>What changes of a user: status, password, failures.</summary>
sealed partial class OrgStore
{
    const string Unlocking = "update users set status = 'Active', failed_passwords = 0, failed_factors = 0, locked_at = 0 where id = @id and status = 'LockedOut'";

    /// <summary>Of processes that start together one seeds, whatever ids each of them would seed: the others wait here for that one, and find that it was quicker.</summary>
    public void BeginSeed(Work work) => work.Change("insert into shared_state (name, value) values ('seeded', 1) on conflict (name) do nothing", []);

    public void AddUser(Work work, Credentials credentials) => work.Write(
        """
        insert into users (id, login, status, password_hash, failed_passwords, password_changed_at, locked_at, document)
        values (@id, @login, @status, @passwordHash, 0, @passwordChangedAt, @lockedAt, @document)
        """,
        [
            ("@id", credentials.User.Id), ("@login", LoginKey.Of(credentials.User.Login)), ("@status", credentials.State.ToString()),
            ("@passwordHash", credentials.PasswordHash), ("@passwordChangedAt", credentials.PasswordChangedAt), ("@lockedAt", credentials.LockedAt),
            ("@document", JsonSerializer.Serialize(credentials.User, DirectoryJson.Default.User)),
        ]);

    public Task<Credentials?> FindCredentialsOfAsync(string userId, CancellationToken ct) =>
        database.FirstAsync($"select {CredentialsColumns} from users where id = @id", [("@id", userId)], ReadCredentials, ct);

    /// <summary>Counts and, at the limit, locks in one statement, so that no failure of many at once goes uncounted.</summary>
    /// <returns>Whether failures before this one had locked the account.</returns>
    public async Task<bool> CountFailedPasswordAsync(string userId, int limit, CancellationToken ct) =>
        await CountFailureAsync("failed_passwords", userId, limit, ct) is { Status: nameof(UserState.LockedOut) } counted && counted.Failures > limit;

    /// <summary>Where there is no user, the failure is written all the same: the answer takes as long as one about somebody.</summary>
    public Task CountFailureOfNobodyAsync(string login, CancellationToken ct) =>
        ChangeCredentialsAsync(
            """
            insert into unknown_logins (hash, failures, expires_at) values (@hash, 1, @expiresAt)
            on conflict (hash) do update set failures = unknown_logins.failures + 1, expires_at = @expiresAt
            """,
            [("@hash", Secrets.Hash(LoginKey.Of(login))), ("@expiresAt", Now + 60)],
            ct);

    /// <summary>Counts and locks in the same way.</summary>
    public Task CountFailedFactorAsync(string userId, int limit, CancellationToken ct) => CountFailureAsync("failed_factors", userId, limit, ct);

    public Task ForgetFailedPasswordsAsync(string userId, CancellationToken ct) =>
        ChangeCredentialsAsync("update users set failed_passwords = 0 where id = @id", [("@id", userId)], ct);

    public void ForgetFailedFactors(Work work, string userId) =>
        work.Write("update users set failed_factors = 0 where id = @id and failed_factors > 0", [("@id", userId)], kind: OrgDirectory.CredentialKind);

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
            [("@new", passwordHash), ("@history", string.Join('\n', history)), ("@now", Now), ("@id", before.User.Id), ("@old", before.PasswordHash)],
            kind: OrgDirectory.CredentialKind);
        return before with { PasswordHash = passwordHash, PasswordHistory = history, PasswordChangedAt = Now, State = UserState.Active, FailedPasswords = 0, LockedAt = 0 };
    }

    /// <summary>Whether there is such a user.</summary>
    public async Task<bool> SetStateAsync(string login, UserState state, CancellationToken ct)
    {
        var isThere = false;
        await InOneWorkAsync(
            async work =>
            {
                isThere = await FindCredentialsAsync(login, ct) is { } credentials && await SetStateAsync(work, credentials.User.Id, state, ct);
            },
            ct);
        return isThere;
    }

    async Task<bool> SetStateAsync(Work work, string userId, UserState state, CancellationToken ct)
    {
        if (await Directory.Users.FindToChangeAsync(userId, ct) is not { } before)
            return false;

        Directory.Users.Change(work, before, before.Document with { RequiresFactor = state is UserState.MfaRequired });
        work.Write(
            "update users set status = @status, failed_passwords = 0, failed_factors = 0, locked_at = @lockedAt where id = @id",
            [
                ("@status", (state is UserState.MfaRequired ? UserState.Active : state).ToString()),
                ("@lockedAt", state is UserState.LockedOut ? Now : 0L),
                ("@id", userId),
            ],
            kind: OrgDirectory.CredentialKind);
        return true;
    }

    public void EndSessions(Work work, string userId) => work.Write("delete from sessions where user_id = @userId", [("@userId", userId)]);

    /// <summary>Only who could sign in is locked out; where an account is closed for another reason, that reason stays.</summary>
    async Task<CountedFailure?> CountFailureAsync(string column, string userId, int limit, CancellationToken ct)
    {
        try
        {
            return await database.FirstAsync(
                $"""
                update users
                set {column} = {column} + 1,
                    locked_at = case when @limit > 0 and {column} + 1 >= @limit and status in ('Active', 'PasswordExpired') then @now else locked_at end,
                    status = case when @limit > 0 and {column} + 1 >= @limit and status in ('Active', 'PasswordExpired') then 'LockedOut' else status end
                where id = @id
                returning {column}, status
                """,
                [("@id", userId), ("@limit", limit), ("@now", Now)],
                row => new CountedFailure(row.GetInt32(0), row.GetString(1)),
                ct);
        }
        finally
        {
            Memory.Changed(OrgDirectory.CredentialKind);
        }
    }

    /// <summary>Whatever changes a status, a password or a count comes through here, so that nobody remembers what was.</summary>
    async Task<int> ChangeCredentialsAsync(string sql, (string, object?)[] parameters, CancellationToken ct)
    {
        try
        {
            return await database.ExecuteAsync(sql, parameters, ct);
        }
        finally
        {
            // Also where it failed: whether a statement was carried out that ended in an error of the disk, nobody can say.
            Memory.Changed(OrgDirectory.CredentialKind);
        }
    }

    sealed record CountedFailure(int Failures, string Status);
}
