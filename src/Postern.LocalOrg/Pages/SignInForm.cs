using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Takes what somebody types on the sign-in page, and sends the browser on to what waits behind it.</summary>
sealed class SignInForm(OrgStore store, PasswordSignIn signIn, NextState next, BrowserSession session, AuthorizePages pages, SignInPage page, TransactionForm transactions)
{
    static readonly string[] PasswordAlone = ["pwd"];

    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await pages.ShowSignInAsync(context, PageRoutes.HomePath, ct);
            return;
        }

        var form = await UrlEncodedForm.ReadAsync(context.Request, ct);
        var key = form["okta_key"].ToString();
        var pending = await store.FindAuthorizeRequestAsync(key, ct)
            ?? throw OAuthError.InvalidRequest("Request expired, please start over and try again: open the app you came from once more.");
        string login = form["username"].ToString(), password = form["password"].ToString();
        if (SignInPage.Blank(login, password) is { } blank)
        {
            await page.WriteAsync(context, key, login, blank);
            return;
        }

        var outcome = await signIn.TryAsync(login, password, ct);
        if (outcome.Accepted is { } accepted && await ReachedAsync(accepted, pending, context, ct) is { } reached)
            await store.InOneWorkAsync(work => GoOnAsync(context, key, pending, accepted, reached, work), ct);
        else
            await page.WriteAsync(context, key, login, SignInPage.Problem(outcome.IsLockedOut ? AuthnStatuses.LockedOut : null));
    }

    /// <summary>Null: the policies deny access.</summary>
    async Task<Transaction?> ReachedAsync(Credentials accepted, PendingAuthorization pending, HttpContext context, CancellationToken ct)
    {
        var transaction = new Transaction
        {
            UserId = accepted.User.Id, Status = AuthnStatuses.Unauthenticated, Methods = PasswordAlone, Address = Forwarding.CallerOf(context)?.ToString(),
        };
        if (await next.SessionRuleAsync(transaction, accepted.User, ct) is { AllowsAccess: false })
            return null;

        var reached = await next.OfAsync(transaction, accepted, ct);
        // The app may want to be surer than the policies do, or as sure as it can be.
        var wanted = AuthenticationContext.Read(pending.Parameters.GetValueOrDefault(Parameters.AcrValues));
        var mustBeSurer = pending.RequiresFactor || wanted is { TakesFactor: true };
        if (reached.Status is not AuthnStatuses.Success || !(mustBeSurer || wanted is { TakesFactorIfPossible: true }))
            return reached;

        return reached with
        {
            Status = (await next.FactorsAsync(reached, ct)).Count > 0 ? AuthnStatuses.MfaRequired : mustBeSurer ? AuthnStatuses.MfaEnroll : AuthnStatuses.Success,
        };
    }

    async Task GoOnAsync(HttpContext context, string key, PendingAuthorization pending, Credentials accepted, Transaction reached, Work work)
    {
        switch (reached.Status)
        {
            case AuthnStatuses.Success:
                session.Begin(context, new Authentication { UserId = accepted.User.Id, AuthenticatedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(), Methods = "pwd" }, work);
                pages.SendOn(context, key, pending, work);
                break;
            case AuthnStatuses.MfaRequired or AuthnStatuses.MfaEnroll or AuthnStatuses.PasswordExpired:
                await transactions.BeginAsync(context, key, reached, accepted, work, context.RequestAborted);
                break;
            default:
                work.Answer(() => page.WriteAsync(context, key, accepted.User.Login, SignInPage.Problem(reached.Status)));
                break;
        }
    }
}
