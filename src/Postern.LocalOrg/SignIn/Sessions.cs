using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn;

/// <summary>Session tokens and the browser sessions they become.</summary>
sealed class Sessions(SessionStore sessionStore, TimeProvider time)
{
    public static readonly TimeSpan SessionTokenLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A one-time token for somebody who has just proved who they are. The rule says how long the session lasts that it becomes.
    /// </summary>
    public (string Token, DateTimeOffset ExpiresAt) IssueToken(Work work, User user, string methods, SessionRule? rule)
    {
        var token = Secrets.NewSessionToken();
        var now = time.GetUtcNow();
        sessionStore.AddSessionToken(work, token, Proved(user.Id, methods, rule, now), now + SessionTokenLifetime);
        return (token, now + SessionTokenLifetime);
    }

    /// <summary>What a session stands for that begins now, and lasts as the rule says.</summary>
    public static Authentication Proved(string userId, string methods, SessionRule? rule, DateTimeOffset now)
    {
        var authentication = new Authentication { UserId = userId, AuthenticatedAt = now.ToUnixTimeSeconds(), Methods = methods };
        return rule is null ? authentication : authentication with
        {
            IdleSeconds = (long)rule.SessionIdle.TotalSeconds,
            EndsAt = rule.SessionLifetime is { } lifetime ? (now + lifetime).ToUnixTimeSeconds() : Authentication.Never,
        };
    }

    /// <summary>The new session, or null where the token is unknown, spent or expired: Okta makes no difference.</summary>
    public async ValueTask<LiveSession?> BeginAsync(Work work, string sessionTokenHash, Action<string> then, CancellationToken ct) =>
        await sessionStore.FindSessionTokenAsync(sessionTokenHash, ct) is { } authentication
            ? new(Begin(work, sessionTokenHash, then), authentication)
            : null;

    /// <summary>Then, once it is committed, the id is known to whoever holds the session.</summary>
    public string Begin(Work work, string sessionTokenHash, Action<string> then)
    {
        var id = NewId();
        sessionStore.BeginSession(work, sessionTokenHash, id, () => then(id));
        return id;
    }

    public LiveSession Begin(Work work, Authentication authentication, Action<string> then)
    {
        var id = NewId();
        sessionStore.AddSession(work, id, authentication, () => then(id));
        return new(id, authentication);
    }

    public async Task<LiveSession?> UseAsync(string id, CancellationToken ct) =>
        await sessionStore.UseSessionAsync(id, ct) is { } authentication ? new(id, authentication) : null;

    public Task EndAsync(string id, CancellationToken ct) => sessionStore.EndSessionAsync(id, ct);

    static string NewId() => "102" + Secrets.New(24);
}

/// <summary>A browser's session, and whose it is. The id is a secret: the cookie's value.</summary>
sealed record LiveSession(string Id, Authentication Authentication)
{
    /// <summary>
    /// What another app's user proved there, for one request of this browser's: it has no cookie, and ends with the request
    /// (<see cref="SsoTokens"/>).
    /// </summary>
    public static LiveSession HandedOver(Authentication authentication) => new("", authentication);

    public bool IsHandedOver => Id is "";

    /// <summary>What a page's one-time key is bound to, so that it is of no use in another browser.</summary>
    public string Hash => Secrets.Hash(Id);

    public override string ToString() => $"Session of {Authentication.UserId}";
}
