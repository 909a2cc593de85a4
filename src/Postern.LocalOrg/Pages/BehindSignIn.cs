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
    public Task ShowSignInAsync(HttpContext context, string returnTo, App? app, CancellationToken ct) => store.InOneWorkAsync(
        work =>
        {
            var key = waiting.Keep(
                work,
                new()
                {
                    Parameters = [],
                    AskedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(),
                    ReturnTo = returnTo,
                    RequiresFactor = app?.RequiresFactor is true,
                    AppId = app?.ClientId,
                });
            work.Answer(() => page.WriteAsync(context, key, login: null, problem: null));
            return Task.CompletedTask;
        },
        ct);

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
