using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Authn.Steps;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Whatever there is between a right password and a session, on the hosted page: the Authentication API's own transaction, step by step, for a browser without script.</summary>
sealed class TransactionForm(OrgStore store, Dispatcher dispatcher, IReadOnlyList<IAuthnStep> steps, BrowserSession session, AuthorizePages pages, SignInPage signInPage, OrgDirectory directory)
{
    static readonly CurrentStateStep CurrentState = new();
    static readonly CancelStep Cancel = new();

    readonly FactorPage _factors = new(directory);
    readonly EnrollmentPage _enrollment = new(directory);
    readonly PasswordPage _password = new(directory);

    /// <summary>The password was right, and there is more to do.</summary>
    public async Task BeginAsync(HttpContext context, string key, Transaction transaction, Credentials credentials, Work work, CancellationToken ct)
    {
        var body = await dispatcher.BeginAsync(transaction, credentials, work, ct);
        work.Answer(() => ShowAsync(context, key, body, problem: null));
    }

    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var form = await UrlEncodedForm.ReadAsync(context.Request, ct);
        var key = form["okta_key"].ToString();
        var pending = await store.FindAuthorizeRequestAsync(key, ct) ?? throw Expired();
        var request = StepForm.Read(form);
        if (StepForm.LeadsBackToSignIn(form))
        {
            await CancelAsync(context, request, ct);
            await signInPage.WriteAsync(context, key, login: null, problem: null);
        }
        else if (StepForm.Blank(form) is { } blank)
            await ShowAsync(context, key, await CurrentAsync(request, context, ct), blank);
        else
            await TakeAsync(context, form, request, pending, ct);
    }

    async Task TakeAsync(HttpContext context, IFormCollection form, AuthnRequest request, PendingAuthorization pending, CancellationToken ct)
    {
        try
        {
            await store.InOneWorkAsync(work => TakeAsync(context, form, request, pending, work), ct);
        }
        catch (SignInRefusal.TransactionGone)
        {
            throw Expired();
        }
        catch (SignInRefusal refusal)
        {
            await ShowAsync(context, form["okta_key"].ToString(), await CurrentAsync(request, context, ct), RefusalSentences.Of(refusal));
        }
    }

    Task ShowAsync(HttpContext context, string key, TransactionBody body, string? problem) => body.Status switch
    {
        AuthnStatuses.MfaRequired or AuthnStatuses.MfaChallenge => _factors.WriteAsync(context, key, body, problem),
        AuthnStatuses.MfaEnroll or AuthnStatuses.MfaEnrollActivate => _enrollment.WriteAsync(context, key, body, problem),
        AuthnStatuses.PasswordExpired => _password.WriteAsync(context, key, body, problem),
        _ => signInPage.WriteAsync(context, key, login: null, SignInPage.Problem(body.Status)),
    };

    /// <summary>Where the step leads: to the next page, or with a session to what waits.</summary>
    async Task TakeAsync(HttpContext context, IFormCollection form, AuthnRequest request, PendingAuthorization pending, Work work)
    {
        context.Request.RouteValues["factorId"] = form["factor"].ToString();
        var step = steps.FirstOrDefault(step => step.Path == StepForm.PathOf(form)) ?? throw Expired();
        var body = await dispatcher.TakeAsync(step, request, context, work, context.RequestAborted) ?? throw Expired();
        var key = form["okta_key"].ToString();
        if (body.SessionToken is not { } sessionToken)
        {
            work.Answer(() => ShowAsync(context, key, body, problem: null));
            return;
        }

        session.Begin(context, Secrets.Hash(sessionToken), work);
        pages.SendOn(context, key, pending, work);
    }

    /// <summary>Where it has ended already, that is as good.</summary>
    async Task CancelAsync(HttpContext context, AuthnRequest request, CancellationToken ct)
    {
        try
        {
            await store.InOneWorkAsync(work => dispatcher.TakeAsync(Cancel, request, context, work, ct), ct);
        }
        catch (SignInRefusal)
        {
            // Its five minutes were over, or it was cancelled before.
        }
    }

    /// <summary>How the transaction stands after a step was refused, or was none.</summary>
    async Task<TransactionBody> CurrentAsync(AuthnRequest request, HttpContext context, CancellationToken ct)
    {
        TransactionBody? current = null;
        try
        {
            await store.InOneWorkAsync(async work => current = await dispatcher.TakeAsync(CurrentState, request, context, work, ct), ct);
        }
        catch (SignInRefusal)
        {
            throw Expired();
        }

        return current ?? throw Expired();
    }

    static OAuthError Expired() => OAuthError.InvalidRequest("Request expired, please start over and try again: open the app you came from once more.");
}
