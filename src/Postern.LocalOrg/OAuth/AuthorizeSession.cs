using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Decides whose request this is: a live session's, a session token's, or nobody's yet (oidc.md 4).</summary>
sealed class AuthorizeSession(Sessions sessions, OrgUrls urls, TimeProvider time)
{
    const string SessionCookie = "sid";
    const string NeedsMore = "The client specified not to prompt, but the client app requires re-authentication or MFA.";

    /// <summary>Null: somebody must sign in on the page first.</summary>
    public async Task<LiveSession?> FindAsync(HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, Work work, CancellationToken ct)
    {
        // Classic ignores the token where a session is alive already (oidc.md 4).
        var live = await LiveAsync(context, ct) ?? await RedeemAsync(context, parameters.SessionTokenHash, work, ct);
        if (live is null)
        {
            CheckMayPrompt(request, Nobody(request.Client));
            return null;
        }

        if (IsFreshEnough(request, live.Authentication, parameters.Pending?.AskedAt) && request.Context?.IsMetBy(live.Authentication) is not false)
            return live;

        CheckMayPrompt(request, NeedsMore);
        return null;
    }

    /// <summary>Whether the session will do for the app, once its user is known to be assigned. Where it will not, and a page may be shown, that is next.</summary>
    public bool IsEnoughFor(AuthorizeRequest request, Authentication authentication, long? askedAt)
    {
        if (AppSignOn.IsMetBy(request.Client, authentication, time.GetUtcNow().ToUnixTimeSeconds(), askedAt))
            return true;

        CheckMayPrompt(request, NeedsMore);
        return false;
    }

    /// <summary>The session whose cookie the browser brings. Looking is using.</summary>
    public async Task<LiveSession?> LiveAsync(HttpContext context, CancellationToken ct) =>
        context.Request.Cookies[SessionCookie] is { Length: > 0 } id ? await sessions.UseAsync(id, ct) : null;

    /// <summary>The browser gets the cookie with what the work is answered with.</summary>
    public void Begin(HttpContext context, Authentication authentication, Work work) => sessions.Begin(work, authentication, id => SetCookie(context, id));

    /// <summary>With a session token that the same work issues.</summary>
    public void Begin(HttpContext context, string sessionTokenHash, Work work) => sessions.Begin(work, sessionTokenHash, id => SetCookie(context, id));

    /// <summary>The session and its cookie, be there any or none.</summary>
    public async Task EndAsync(HttpContext context, CancellationToken ct)
    {
        if (context.Request.Cookies[SessionCookie] is not { Length: > 0 } id)
            return;

        await sessions.EndAsync(id, ct);
        SetCookie(context, "", "; max-age=0");
    }

    /// <summary>Null where the session token is none, or is spent.</summary>
    async ValueTask<LiveSession?> RedeemAsync(HttpContext context, string? sessionTokenHash, Work work, CancellationToken ct) =>
        sessionTokenHash is null ? null : await sessions.BeginAsync(work, sessionTokenHash, id => SetCookie(context, id), ct);

    /// <summary>UNCONFIRMED (oidc.md 6): whom the newer phrasing is for: here apps of Identity Engine's own flow.</summary>
    static string Nobody(App client) => client.GrantTypes.Contains(GrantTypes.InteractionCode)
        ? "A 'prompt' value of 'none' requires an existing session to successfully authorize."
        : "The client specified not to prompt, but the user is not logged in.";

    /// <summary>Throws, unless a page may be shown and somebody can do on it what the client wants.</summary>
    static void CheckMayPrompt(AuthorizeRequest request, string otherwise)
    {
        if (!request.MayPrompt)
            throw OAuthError.LoginRequired(otherwise);
        if (request.Context?.IsOutOfReach is true) // UNCONFIRMED (oidc.md 22): the occasion
            throw new OAuthError(
                OAuthErrors.AccessDenied, "The authorize request required an MFA prompt but the org has no factors configured.", StatusCodes.Status403Forbidden);
    }

    bool IsFreshEnough(AuthorizeRequest request, Authentication authentication, long? askedAt)
    {
        // Signed in on our page for this very request: that is what prompt=login and max_age=0 asked for.
        if (authentication.AuthenticatedAt >= askedAt)
            return true;

        return !request.MustLogIn && (request.MaxAge is not { } seconds || time.GetUtcNow().ToUnixTimeSeconds() - authentication.AuthenticatedAt <= seconds);
    }

    void SetCookie(HttpContext context, string id, string end = "") =>
        context.Response.Headers.Append("Set-Cookie", $"{SessionCookie}={id}; path=/; {(urls.AreSecure ? "secure; samesite=none" : "samesite=lax")}; httponly{end}");
}
