using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Pages;

/// <summary>What waits behind the sign-in page: kept while somebody signs in, and gone on to once they have.</summary>
sealed class BehindSignIn(OrgStore store, PendingAuthorizations waiting, SignInPage page)
{
    /// <summary>Has somebody sign in for a page of the org's own, which may be about an app.</summary>
    public async Task ShowSignInAsync(HttpContext context, string returnTo, App? app, CancellationToken ct)
    {
        var (key, _) = await KeepAsync(returnTo, app, ct);
        await page.WriteAsync(context, new(key) { AppId = app?.ClientId });
    }

    /// <summary>What a page was opened for, by the key that it was opened with; without one, the org's own home.</summary>
    public async Task<(string Key, PendingAuthorization Pending)> OpenAsync(HttpContext context, CancellationToken ct) =>
        context.Request.Query["okta_key"] is [{ Length: > 0 } key]
            ? (key, await FindAsync(key, ct))
            : await KeepAsync(PagePaths.Home, app: null, ct);

    async Task<(string Key, PendingAuthorization Pending)> KeepAsync(string returnTo, App? app, CancellationToken ct)
    {
        var key = "";
        PendingAuthorization pending = new()
        {
            Parameters = [],
            AskedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(),
            ReturnTo = returnTo,
            RequiresFactor = app?.RequiresFactor is true,
            AppId = app?.ClientId,
        };
        await store.InOneWorkAsync(
            work =>
            {
                key = waiting.Keep(work, pending);
                return Task.CompletedTask;
            },
            ct);
        return (key, pending);
    }

    public async Task<PendingAuthorization> FindAsync(string key, CancellationToken ct) =>
        await waiting.FindAsync(key, ct) ?? throw PageProblem.Expired();

    /// <summary>Somebody has signed in: on to what the page was for.</summary>
    public void SendOn(HttpContext context, string key, PendingAuthorization pending, Work work)
    {
        if (pending.ReturnTo is { } returnTo)
            waiting.Forget(work, key);
        else
            returnTo = $"{PagePaths.Resume}?okta_key={Uri.EscapeDataString(key)}";
        Redirect(context, returnTo, work);
    }

    public static void Redirect(HttpContext context, string to, Work work) => work.Answer(() =>
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    });
}
