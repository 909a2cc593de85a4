using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.SystemLog;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Callers;

/// <summary>The session of the browser that calls, which is whoever has the cookie.</summary>
sealed class BrowserSession(Sessions sessions, OrgStore store, OrgDirectory directory, OrgUrls urls)
{
    /// <summary>Identity Engine's, and Classic's, which Identity Engine takes too: oie-sessiontoken.md 2.1.</summary>
    const string Cookie = "idx", ClassicCookie = "sid";

    /// <summary>UNCONFIRMED: how long a browser keeps the cookie of a session that has no end, as it does its device's.</summary>
    const long Longest = 63_072_000;

    /// <summary>What the browser brings, whatever it is; null: nothing.</summary>
    public static string? IdOf(HttpContext context) =>
        context.Request.Cookies[Cookie] is { Length: > 0 } id ? id
        : context.Request.Cookies[ClassicCookie] is { Length: > 0 } classic ? classic
        : null;

    /// <summary>Looking is using. Null where the browser brings none, or one that has ended.</summary>
    public async Task<LiveSession?> LiveAsync(HttpContext context, CancellationToken ct) =>
        IdOf(context) is { } id ? Noted(context, await sessions.UseAsync(id, ct)) : null;

    /// <summary>The browser gets the cookie with what the work is answered with.</summary>
    public LiveSession Begin(HttpContext context, Authentication authentication, Work work)
    {
        context.NoteUser(authentication.UserId);
        var end = authentication.IsKept ? $"; max-age={Math.Min(authentication.EndsAt - store.Now, Longest)}" : "";
        return sessions.Begin(work, authentication, id => SetCookie(context, id, end));
    }

    /// <summary>With a session token that the same work issues.</summary>
    public void Begin(HttpContext context, string sessionTokenHash, Work work) =>
        sessions.Begin(work, sessionTokenHash, id => SetCookie(context, id));

    /// <summary>With a session token that was issued before. Null where it is none, or is spent.</summary>
    public async ValueTask<LiveSession?> RedeemAsync(HttpContext context, string? sessionTokenHash, Work work, CancellationToken ct) =>
        sessionTokenHash is null
            ? null
            : Noted(context, await sessions.BeginAsync(work, sessionTokenHash, id => SetCookie(context, id), ct));

    /// <summary>The session and its cookie, be there any or none.</summary>
    public async Task EndAsync(HttpContext context, CancellationToken ct)
    {
        if (IdOf(context) is not { } id)
            return;

        var ended = await sessions.UseAsync(id, ct);
        await sessions.EndAsync(id, ct);
        if (ended is not null && await directory.Users.FindAsync(ended.Authentication.UserId, ct) is { } user)
            await store.Journal.AddAsync(
                context.Origin, [new LogEvent { Type = EventTypes.SessionEnd, Actor = LogParty.Of(user) }.Written()], ct);
        foreach (var cookie in (string[])[Cookie, ClassicCookie])
            if (context.Request.Cookies.ContainsKey(cookie))
                SetCookie(context, cookie, "", "; max-age=0");
    }

    static LiveSession? Noted(HttpContext context, LiveSession? live)
    {
        context.NoteUser(live?.Authentication.UserId);
        return live;
    }

    void SetCookie(HttpContext context, string id, string end = "") =>
        SetCookie(context, directory.Org.IsIdentityEngine ? Cookie : ClassicCookie, id, end);

    void SetCookie(HttpContext context, string cookie, string id, string end) =>
        context.Response.Headers.Append(
            "Set-Cookie", $"{cookie}={id}; path=/; {(urls.AreSecure ? "secure; samesite=none" : "samesite=lax")}; httponly{end}");
}
