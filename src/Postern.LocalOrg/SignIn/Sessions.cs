using Postern.Local.Storage;
using Postern.Local.Tokens;

namespace Postern.Local.SignIn;

/// <summary>Session tokens and the browser sessions they become.</summary>
sealed class Sessions(OrgStore store, TimeProvider time)
{
    public static readonly TimeSpan SessionTokenLifetime = TimeSpan.FromMinutes(5);

    static readonly TimeSpan IdleTime = TimeSpan.FromHours(2);

    /// <summary>A one-time token for somebody who has just proved who they are.</summary>
    public async Task<(string Token, DateTimeOffset ExpiresAt)> IssueTokenAsync(User user, string methods, CancellationToken ct)
    {
        var token = Secrets.NewSessionToken();
        var now = time.GetUtcNow();
        var authentication = new Authentication { UserId = user.Id, AuthenticatedAt = now.ToUnixTimeSeconds(), Methods = methods };
        await store.AddSessionTokenAsync(token, authentication, now + SessionTokenLifetime, ct);
        return (token, now + SessionTokenLifetime);
    }

    /// <summary>The new session's id and whose it is, or null where the token is unknown, spent or expired: Okta makes no difference.</summary>
    public async Task<(string Id, Authentication Authentication)?> BeginAsync(string sessionToken, CancellationToken ct)
    {
        var id = NewId();
        return await store.BeginSessionAsync(sessionToken, id, time.GetUtcNow() + IdleTime, ct) is { } authentication ? (id, authentication) : null;
    }

    public async Task<string> BeginAsync(Authentication authentication, CancellationToken ct)
    {
        var id = NewId();
        await store.AddSessionAsync(id, authentication, time.GetUtcNow() + IdleTime, ct);
        return id;
    }

    public Task<Authentication?> UseAsync(string id, CancellationToken ct) => store.UseSessionAsync(id, time.GetUtcNow() + IdleTime, ct);

    static string NewId() => "102" + Secrets.New(24);
}
