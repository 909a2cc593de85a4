using Microsoft.AspNetCore.Http;
using Postern.Local.Authn;
using Postern.Local.OAuth;
using Postern.Local.SignIn;
using Postern.Local.Storage;
using Postern.Protocol;

namespace Postern.Local.Pages;

/// <summary>Takes what somebody types on the sign-in page, and sends the browser on to what waits behind it.</summary>
sealed class SignInForm(OrgStore store, PasswordSignIn signIn, NextState next, AuthorizeSession session, AuthorizePages pages, SignInPage page)
{
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
        if (await TrySignInAsync(context, key, form, ct))
            await SendOnAsync(context, key, pending, ct);
    }

    /// <summary>False: the page has been shown again, and says why.</summary>
    async Task<bool> TrySignInAsync(HttpContext context, string key, IFormCollection form, CancellationToken ct)
    {
        var login = form["username"].ToString();
        var outcome = await signIn.TryAsync(login, form["password"].ToString(), ct);
        var state = outcome.Accepted is { } accepted ? await StateAsync(accepted, context, ct) : outcome.IsLockedOut ? AuthnStatuses.LockedOut : null;
        if (outcome.Accepted is not { User: var user } || state is not AuthnStatuses.Success)
        {
            await page.WriteAsync(context, key, login, Problem(state));
            return false;
        }

        await session.BeginAsync(context, new() { UserId = user.Id, AuthenticatedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(), Methods = "pwd" }, ct);
        return true;
    }

    async Task SendOnAsync(HttpContext context, string key, PendingAuthorization pending, CancellationToken ct)
    {
        if (pending.ReturnTo is { } returnTo)
            await store.RedeemAuthorizeRequestAsync(key, ct);
        else
            returnTo = $"{AuthorizeEndpoint.ResumePath}?okta_key={Uri.EscapeDataString(key)}";
        context.Response.Redirect(returnTo);
    }

    /// <summary>What the policies want besides the password.</summary>
    async Task<string?> StateAsync(Credentials accepted, HttpContext context, CancellationToken ct)
    {
        var transaction = new Transaction { UserId = accepted.User.Id, Status = AuthnStatuses.Unauthenticated, Address = context.Connection.RemoteIpAddress?.ToString() };
        return await next.SessionRuleAsync(transaction, accepted.User, ct) is { AllowsAccess: false } ? null : (await next.OfAsync(transaction, accepted, ct)).Status;
    }

    static string Problem(string? state) => state switch
    {
        AuthnStatuses.LockedOut => "Your account is locked. Please contact your administrator.",
        AuthnStatuses.PasswordExpired => "Your password has expired, and this page cannot change it yet.",
        AuthnStatuses.MfaRequired => "This account needs a second factor, which this page cannot ask for yet.",
        AuthnStatuses.MfaEnroll => "This account must enroll a factor, which this page cannot do yet.",
        _ => "Unable to sign in",
    };
}
