using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// One-time tokens by which who has signed in to one app is signed in to another: Native to Web SSO (direct-auth.md 8.1). The sign-in
/// itself is a session that no browser has, so that whatever ends a user's sessions ends this too.
/// </summary>
sealed class SsoTokens(OrgStore store, SessionStore sessions)
{
    public const int LifetimeSeconds = 300; // direct-auth.md 8.1

    /// <summary>
    /// UNCONFIRMED (direct-auth.md 8.1): how long Okta's session lasts that only its servers know; ours as long as a device's sign-in.
    /// </summary>
    static readonly long SessionSeconds = (long)DeviceSecret.Lifetime.TotalSeconds;

    /// <summary>As Okta's <c>sid</c> begins.</summary>
    const string Prefix = "idx";

    /// <summary>
    /// What the <c>sid</c> of ID tokens calls a session that is to be begun with the secret. It gives nothing of that away.
    /// </summary>
    public static string NameOf(string secret) => Prefix + Secrets.Hash(secret);

    /// <summary>Of a sign-in that other apps may take over.</summary>
    public void Begin(Work work, string secret, string userId, long authenticatedAt, IReadOnlyList<string> methods) => sessions.AddSession(
        work,
        secret,
        new()
        {
            UserId = userId,
            AuthenticatedAt = authenticatedAt,
            Methods = string.Join(' ', methods),
            IdleSeconds = SessionSeconds,
            EndsAt = store.Now + SessionSeconds,
        },
        then: () => { });

    /// <summary>By its name; null where it has ended, or never was.</summary>
    public async Task<BegunSession?> FindSessionAsync(string name, CancellationToken ct) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) ? await sessions.FindSessionAsync(name[Prefix.Length..], ct) : null;

    /// <summary>
    /// For the app, of the session. UNCONFIRMED (direct-auth.md 8.1): Okta's is a JWT, and nobody says what is in it; ours says nothing.
    /// </summary>
    public string Issue(Work work, SsoTokenKind kind, string clientId, BegunSession session)
    {
        var token = Secrets.New();
        work.Write(
            """
            insert into sso_tokens (hash, kind, client_id, session_hash, user_id, expires_at)
            values (@hash, @kind, @clientId, @sessionHash, @userId, @expiresAt)
            """,
            [
                ("@hash", Secrets.Hash(token)), ("@kind", kind.ToString()), ("@clientId", clientId), ("@sessionHash", session.Hash),
                ("@userId", session.Authentication.UserId), ("@expiresAt", store.Now + LifetimeSeconds),
            ]);
        return token;
    }

    /// <summary>
    /// Once, whatever comes of it: of any number of attempts one has it, and what is shown to the wrong app is spent as well. Null where it
    /// is spent, expired or none, or the sign-in has ended that it stands for.
    /// </summary>
    public async Task<SsoToken?> RedeemAsync(Work work, SsoTokenKind kind, string hash, CancellationToken ct)
    {
        const string Good = "sso_tokens where hash = @hash and kind = @kind and expires_at > @now";
        (string, object?)[] key = [("@hash", hash), ("@kind", kind.ToString()), ("@now", store.Now)];
        var found = await store.Database.FirstAsync(
            $"select client_id, session_hash from {Good}", key, row => new Row(row.GetString(0), row.GetString(1)), ct);
        if (found is null)
            return null;

        work.Spend($"delete from {Good}", key);
        return await sessions.FindSessionAsync(found.SessionHash, ct) is { } begun ? new(found.ClientId, begun.Authentication) : null;
    }

    sealed record Row(string ClientId, string SessionHash);
}

/// <summary>What a token is good for.</summary>
enum SsoTokenKind
{
    /// <summary>One authorize request of the app's.</summary>
    Interclient,

    /// <summary>A session in a browser.</summary>
    Web,
}

/// <summary>What a token stood for: whom it signs in to which app, and what they have proved.</summary>
sealed record SsoToken(string ClientId, Authentication Authentication);
