using System.Data.Common;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// Sessions, and session tokens, which are sessions that nobody has begun: each is begun once, by one statement of the work that it pays
/// for.
/// </summary>
sealed class SessionStore(OrgStore store)
{
    /// <summary>All but whether it has begun.</summary>
    const string AddSessionSql =
        """
        insert into sessions (hash, user_id, authenticated_at, methods, idle_seconds, ends_at, expires_at, has_begun)
        values (@hash, @userId, @authenticatedAt, @methods, @idleSeconds, @endsAt, @expiresAt,
        """;

    const string Proved = "user_id, authenticated_at, methods, idle_seconds, ends_at";

    const string Using =
        """
        update sessions set expires_at = case when ends_at < @now + idle_seconds then ends_at else @now + idle_seconds end
        where hash = @hash and has_begun = 1 and expires_at > @now
        """;

    readonly Unredeemed<Authentication> _sessionTokens = new(store.IsAlone);

    /// <summary>A session token is a session that nobody has begun.</summary>
    public void AddSessionToken(Work work, string token, Authentication authentication, DateTimeOffset expiresAt)
    {
        var hash = Secrets.Hash(token);
        work.Write(AddSessionSql + "0)", Columns(hash, authentication, expiresAt), then: () => _sessionTokens.Add(hash, authentication));
    }

    public void AddSession(Work work, string id, Authentication authentication, Action then) => work.Write(
        AddSessionSql +
            "1)",
            Columns(
                Secrets.Hash(id),
                authentication,
                DateTimeOffset.FromUnixTimeSeconds(Math.Min(store.Now + authentication.IdleSeconds, authentication.EndsAt))),
            then);

    /// <summary>Whose it is. It is theirs who spends it.</summary>
    public async ValueTask<Authentication?> FindSessionTokenAsync(string tokenHash, CancellationToken ct) =>
        _sessionTokens.Take(tokenHash) ?? await store.Database.FirstAsync(
            $"select {Proved} from sessions where hash = @hash and has_begun = 0 and expires_at > @now",
            [("@hash", tokenHash), ("@now", store.Now)], ReadAuthentication, ct);

    /// <summary>Spends the session token on the session, in one statement: of any number of attempts one begins it.</summary>
    public void BeginSession(Work work, string tokenHash, string id, Action then) => work.Spend(
        """
        update sessions
        set hash = @id, has_begun = 1, expires_at = case when ends_at < @now + idle_seconds then ends_at else @now + idle_seconds end
        where hash = @hash and has_begun = 0 and expires_at > @now
        """,
        [("@hash", tokenHash), ("@id", Secrets.Hash(id)), ("@now", store.Now)],
        then);

    /// <summary>Looking is using: the session's idle time starts again.</summary>
    public Task<Authentication?> UseSessionAsync(string id, CancellationToken ct) =>
        store.Database.FirstAsync(
            $"{Using} returning {Proved}", [("@hash", Secrets.Hash(id)), ("@now", store.Now)], ReadAuthentication, ct);

    /// <summary>The same by its hash, with when it ends now.</summary>
    public Task<BegunSession?> RefreshSessionAsync(string hash, CancellationToken ct) => store.Database.FirstAsync(
        $"{Using} returning {Proved}, expires_at", [("@hash", hash), ("@now", store.Now)], row => ReadBegun(hash, row), ct);

    /// <summary>As it stands: looking does not prolong it.</summary>
    public Task<BegunSession?> FindSessionAsync(string hash, CancellationToken ct) => store.Database.FirstAsync(
        $"select {Proved}, expires_at from sessions where hash = @hash and has_begun = 1 and expires_at > @now",
        [("@hash", hash), ("@now", store.Now)],
        row => ReadBegun(hash, row),
        ct);

    /// <summary>Whether there was one: of any number of attempts one ends it.</summary>
    public async Task<bool> EndFoundSessionAsync(string hash, CancellationToken ct) => await store.Database.ExecuteAsync(
        "delete from sessions where hash = @hash and has_begun = 1 and expires_at > @now", [("@hash", hash), ("@now", store.Now)], ct) == 1;

    /// <summary>Whose it is, begun or not: looking neither begins nor prolongs it.</summary>
    public Task<string?> UserIdOfAsync(string id, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select user_id from sessions where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(id)), ("@now", store.Now)],
            row => row.GetString(0),
            ct);

    /// <summary>Whoever uses it from now on has none.</summary>
    public Task EndSessionAsync(string id, CancellationToken ct) =>
        store.Database.ExecuteAsync("delete from sessions where hash = @hash and has_begun = 1", [("@hash", Secrets.Hash(id))], ct);

    public void EndSessions(Work work, string userId) => work.Write("delete from sessions where user_id = @userId", [("@userId", userId)]);

    static (string, object?)[] Columns(string hash, Authentication authentication, DateTimeOffset expiresAt) =>
    [
        ("@hash", hash), ("@userId", authentication.UserId), ("@authenticatedAt", authentication.AuthenticatedAt),
        ("@methods", authentication.Methods),
        ("@idleSeconds", authentication.IdleSeconds), ("@endsAt", authentication.EndsAt), ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
    ];

    static Authentication ReadAuthentication(DbDataReader row) => new()
    {
        UserId = row.GetString(0), AuthenticatedAt = row.GetInt64(1), Methods = row.GetString(2), IdleSeconds = row.GetInt64(3),
        EndsAt = row.GetInt64(4),
    };

    static BegunSession ReadBegun(string hash, DbDataReader row) => new(hash, ReadAuthentication(row), row.GetInt64(5));
}

/// <summary>A session as it stands.</summary>
/// <param name="Hash">Of its secret, which is the cookie's value.</param>
/// <param name="Authentication">Whose it is.</param>
/// <param name="ExpiresAt">Seconds since the epoch.</param>
sealed record BegunSession(string Hash, Authentication Authentication, long ExpiresAt);
