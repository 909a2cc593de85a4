using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.SystemLog;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Takes what somebody types on the sign-in page, and sends the browser on to what waits behind it.</summary>
sealed class SignInForm(
    OrgStore store, PageSignIn signIn, HostedSignIn hosted, BrowserSession session, BehindSignIn behind, SignInPages pages)
{
    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await ShowAsync(context, ct);
            return;
        }

        var form = await UrlEncodedForm.ReadAsync(context.Request, ct);
        var key = form["okta_key"].ToString();
        var pending = await behind.FindAsync(key, ct);
        var login = form["username"].ToString();
        var password = pages.First.AsksForNameAlone(pending.AppId) && !form.ContainsKey("password") ? null : form["password"].ToString();
        if (SignInPage.Blank(login, password) is { } blank)
        {
            await pages.First.WriteAsync(context, new(key) { AppId = pending.AppId, Login = login, Problem = blank });
            return;
        }

        var typed = new TypedLogin(login, password) { RemembersDevice = form["remember_me"] == "true" };
        if (hosted.IsFor(pending))
            await hosted.TryAsync(context, key, pending, typed, ct);
        else
            await TryAsync(context, key, pending, typed, ct);
    }

    /// <summary>The first page, of its own or once more.</summary>
    async Task ShowAsync(HttpContext context, CancellationToken ct)
    {
        var (key, pending) = await behind.OpenAsync(context, ct);
        await pages.First.WriteAsync(context, new(key) { AppId = pending.AppId });
    }

    async Task TryAsync(HttpContext context, string key, PendingAuthorization pending, TypedLogin typed, CancellationToken ct)
    {
        var page = new FirstPage(key) { AppId = pending.AppId, Login = typed.Login };
        // Whom another provider signs in is asked for nothing here.
        if (!(await pages.Offers.OfAsync(page, context.Origin.Address, ct)).Routing.IsHere)
        {
            await pages.First.WriteAsync(context, page);
            return;
        }

        var attempt = await signIn.TryAsync(typed.Login, typed.Password ?? "", pending, context.Origin, ct);
        context.NoteUser(attempt.UserId);
        if (attempt.Reached is { } reached)
            await store.InOneWorkAsync(context.Origin, work => GoOnAsync(context, key, pending, reached, work), ct);
        else
        {
            context.NoteReason(attempt.Why);
            await pages.First.WriteAsync(context, page with { Problem = attempt.Problem });
        }
    }

    async Task GoOnAsync(HttpContext context, string key, PendingAuthorization pending, Reached reached, Work work)
    {
        switch (reached.Status)
        {
            case AuthnStatuses.Success:
                session.Begin(
                    context,
                    new Authentication
                    {
                        UserId = reached.Credentials.User.Id,
                        AuthenticatedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(),
                        Methods = "pwd",
                    },
                    work);
                work.Tell(SignInEvents.SignedIn(reached.Credentials.User));
                behind.SendOn(context, key, pending, work);
                break;
            case AuthnStatuses.MfaRequired or AuthnStatuses.MfaEnroll or AuthnStatuses.PasswordExpired:
                var next = await signIn.KeepAsync(reached, work, context.RequestAborted);
                work.Answer(() => pages.ShowAsync(context, new(key, next), problem: null));
                break;
            default:
                context.NoteReason("wrong_credentials");
                FirstPage again = new(key) { AppId = pending.AppId, Login = reached.Credentials.User.Login, Problem = SignInPage.Refused };
                work.Answer(() => pages.First.WriteAsync(context, again));
                break;
        }
    }
}
