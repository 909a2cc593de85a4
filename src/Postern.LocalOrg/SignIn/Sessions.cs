using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn;

/// <summary>Session tokens and the browser sessions they become.</summary>
sealed class Sessions(OrgStore store, TimeProvider time)
{
    public static readonly TimeSpan SessionTokenLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A one-time token for somebody who has just proved who they are. The rule says how long the session lasts that it becomes.</summary>
    public async Task<(string Token, DateTimeOffset ExpiresAt)> IssueTokenAsync(User user, string methods, SeedSessionRule? rule, CancellationToken ct)
    {
        var token = Secrets.NewSessionToken();
        var now = time.GetUtcNow();
        var authentication = new Authentication { UserId = user.Id, AuthenticatedAt = now.ToUnixTimeSeconds(), Methods = methods };
        if (rule is not null)
            authentication = authentication with
            {
                IdleSeconds = (long)rule.SessionIdle.TotalSeconds,
                EndsAt = rule.SessionLifetime is { } lifetime ? (now + lifetime).ToUnixTimeSeconds() : Authentication.Never,
            };
        await store.AddSessionTokenAsync(token, authentication, now + SessionTokenLifetime, ct);
        return (token, now + SessionTokenLifetime);
    }

    /// <summary>The new session, or null where the token is unknown, spent or expired: Okta makes no difference.</summary>
    public async Task<LiveSession?> BeginAsync(string sessionTokenHash, CancellationToken ct)
    {
        var id = NewId();
        return await store.BeginSessionAsync(sessionTokenHash, id, ct) is { } authentication ? new(id, authentication) : null;
    }

    public async Task<string> BeginAsync(Authentication authentication, CancellationToken ct)
    {
        var id = NewId();
        await store.AddSessionAsync(id, authentication, ct);
        return id;
    }

    public async Task<LiveSession?> UseAsync(string id, CancellationToken ct) =>
        await store.UseSessionAsync(id, ct) is { } authentication ? new(id, authentication) : null;

    public Task EndAsync(string id, CancellationToken ct) => store.EndSessionAsync(id, ct);

    static string NewId() => "102" + Secrets.New(24);
}

/// <summary>A browser's session, and whose it is. The id is a secret: the cookie's value.</summary>
sealed record LiveSession(string Id, Authentication Authentication)
{
    /// <summary>What a page's one-time key is bound to, so that it is of no use in another browser.</summary>
    public string Hash => Secrets.Hash(Id);

    public override string ToString() => $"Session of {Authentication.UserId}";
}
