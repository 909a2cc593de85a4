using Microsoft.AspNetCore.Http;
using Postern.Local.SignIn;
using Postern.Local.Storage;

namespace Postern.Local.OAuth;

/// <summary>Decides whose request this is: a live session's, a session token's, or nobody's yet (oidc.md 4).</summary>
sealed class AuthorizeSession(Sessions sessions, OrgUrls urls, TimeProvider time)
{
    const string SessionCookie = "sid";

    /// <summary>Null: somebody must sign in on the page first.</summary>
    public async Task<Authentication?> FindAsync(HttpContext context, AuthorizeRequest request, string? sessionToken, long? askedAt, CancellationToken ct)
    {
        var authentication = await FindSessionAsync(context, sessionToken, ct);
        if (authentication is null)
            return request.MayPrompt ? null : throw OAuthError.LoginRequired("The client specified not to prompt, but the user is not logged in.");

        if (IsFreshEnough(request, authentication, askedAt))
            return authentication;

        return request.MayPrompt
            ? null
            : throw OAuthError.LoginRequired("The client specified not to prompt, but the client app requires re-authentication or MFA.");
    }

    public async Task BeginAsync(HttpContext context, Authentication authentication, CancellationToken ct) =>
        SetCookie(context, await sessions.BeginAsync(authentication, ct));

    async Task<Authentication?> FindSessionAsync(HttpContext context, string? sessionToken, CancellationToken ct)
    {
        // Classic ignores the token where a session is alive already (oidc.md 4.1).
        if (context.Request.Cookies[SessionCookie] is { Length: > 0 } id && await sessions.UseAsync(id, ct) is { } alive)
            return alive;

        if (sessionToken is null || await sessions.BeginAsync(sessionToken, ct) is not var (begun, authentication))
            return null;

        SetCookie(context, begun);
        return authentication;
    }

    bool IsFreshEnough(AuthorizeRequest request, Authentication authentication, long? askedAt)
    {
        // Signed in on our page for this very request: that is what prompt=login and max_age=0 asked for.
        if (authentication.AuthenticatedAt >= askedAt)
            return true;

        return !request.MustLogIn && (request.MaxAge is not { } seconds || time.GetUtcNow().ToUnixTimeSeconds() - authentication.AuthenticatedAt <= seconds);
    }

    void SetCookie(HttpContext context, string id) =>
        context.Response.Headers.Append("Set-Cookie", $"{SessionCookie}={id}; path=/; {(urls.AreSecure ? "secure; samesite=none" : "samesite=lax")}; httponly");
}
