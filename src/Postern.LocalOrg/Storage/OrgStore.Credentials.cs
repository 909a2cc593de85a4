namespace Postern.Local.Storage;

/// <summary>What changes of a user: status, password, failures.</summary>
sealed partial class OrgStore
{
    public async Task<Credentials?> FindCredentialsOfAsync(string userId, CancellationToken ct)
    {
        var found = await database.FirstAsync(
            "select id, status, password_hash, failed_passwords, password_changed_at, password_history, locked_at from users where id = @id",
            [("@id", userId)], ReadCredentials, ct);
        return found is null ? null : await WithProfileAsync(found, ct);
    }

    /// <summary>Counts and, at the limit, locks in one statement, so that no failure of many at once goes uncounted.</summary>
    public Task CountFailedPasswordAsync(string userId, int limit, CancellationToken ct) => CountFailureAsync("failed_passwords", userId, limit, ct);

    /// <inheritdoc cref="CountFailedPasswordAsync"/>
    public Task CountFailedFactorAsync(string userId, int limit, CancellationToken ct) => CountFailureAsync("failed_factors", userId, limit, ct);

    public Task ForgetFailedPasswordsAsync(string userId, CancellationToken ct) =>
        ChangeCredentialsAsync("update users set failed_passwords = 0 where id = @id", [("@id", userId)], ct);

    public Task ForgetFailedFactorsAsync(string userId, CancellationToken ct) =>
        ChangeCredentialsAsync("update users set failed_factors = 0 where id = @id and failed_factors > 0", [("@id", userId)], ct);

    public Task UnlockAsync(string userId, CancellationToken ct) =>
        ChangeCredentialsAsync(
            "update users set status = 'Active', failed_passwords = 0, failed_factors = 0, locked_at = 0 where id = @id and status = 'LockedOut'", [("@id", userId)], ct);

    /// <summary>Whether the password was still the one that the caller saw.</summary>
    public async Task<bool> ChangePasswordAsync(Credentials before, string passwordHash, IEnumerable<string> history, UserState state, CancellationToken ct) =>
        await ChangeCredentialsAsync(
            """
            update users
            set password_hash = @new, password_history = @history, password_changed_at = @now, status = @status, failed_passwords = 0, failed_factors = 0, locked_at = 0
            where id = @id and password_hash = @old
            """,
            [
                ("@new", passwordHash), ("@history", string.Join('\n', history)), ("@now", Now), ("@status", state.ToString()),
                ("@id", before.User.Id), ("@old", before.PasswordHash),
            ],
            ct) == 1;

    public Task EndSessionsAsync(string userId, CancellationToken ct) =>
        database.ExecuteAsync("delete from sessions where user_id = @userId", [("@userId", userId)], ct);

    Task<int> CountFailureAsync(string column, string userId, int limit, CancellationToken ct) =>
        ChangeCredentialsAsync(
            $"""
            update users
            set {column} = {column} + 1,
                locked_at = case when @limit > 0 and {column} + 1 >= @limit and status <> 'LockedOut' then @now else locked_at end,
                status = case when @limit > 0 and {column} + 1 >= @limit then 'LockedOut' else status end
            where id = @id
            """,
            [("@id", userId), ("@limit", limit), ("@now", Now)],
            ct);

    /// <summary>Whatever changes a status, a password or a count comes through here, so that nobody remembers what was.</summary>
    async Task<int> ChangeCredentialsAsync(string sql, (string, object?)[] parameters, CancellationToken ct)
    {
        var changed = await database.ExecuteAsync(sql, parameters, ct);
        _credentials.Forget();
        return changed;
    }
}
