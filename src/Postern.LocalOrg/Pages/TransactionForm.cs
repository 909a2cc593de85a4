using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Authn.Steps;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Whatever there is between a right password and a session, on the hosted page: the Authentication API's own transaction, step by step, for a browser without script.</summary>
sealed class TransactionForm(OrgStore store, Dispatcher dispatcher, IReadOnlyList<IAuthnStep> steps, AuthorizeSession session, AuthorizePages pages, SignInPage signInPage, Organization org)
{
    static readonly CurrentStateStep CurrentState = new();

    readonly FactorPage _factors = new(org);
    readonly EnrollmentPage _enrollment = new(org);
    readonly PasswordPage _password = new(org);

    /// <summary>The password was right, and there is more to do.</summary>
    public async Task BeginAsync(HttpContext context, string key, Transaction transaction, Credentials credentials, CancellationToken ct) =>
        await ShowAsync(context, key, await dispatcher.BeginAsync(transaction, credentials, ct), problem: null);

    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var form = await UrlEncodedForm.ReadAsync(context.Request, ct);
        var key = form["okta_key"].ToString();
        var pending = await store.FindAuthorizeRequestAsync(key, ct) ?? throw Expired();
        var (body, problem) = await TakeAsync(context, form, ct);
        if (body.SessionToken is { } sessionToken && await session.RedeemAsync(context, Secrets.Hash(sessionToken), ct) is not null)
            await pages.SendOnAsync(context, key, pending, ct);
        else
            await ShowAsync(context, key, body, problem);
    }

    Task ShowAsync(HttpContext context, string key, TransactionBody body, string? problem) => body.Status switch
    {
        AuthnStatuses.MfaRequired or AuthnStatuses.MfaChallenge => _factors.WriteAsync(context, key, body, problem),
        AuthnStatuses.MfaEnroll or AuthnStatuses.MfaEnrollActivate => _enrollment.WriteAsync(context, key, body, problem),
        AuthnStatuses.PasswordExpired => _password.WriteAsync(context, key, body, problem),
        _ => signInPage.WriteAsync(context, key, login: null, SignInPage.Problem(body.Status)),
    };

    /// <summary>Where the step leads; where it is refused, what is said then and how the transaction stands.</summary>
    async Task<(TransactionBody Body, string? Problem)> TakeAsync(HttpContext context, IFormCollection form, CancellationToken ct)
    {
        var request = StepForm.Read(form);
        try
        {
            context.Request.RouteValues["factorId"] = form["factor"].ToString();
            var step = steps.FirstOrDefault(step => step.Path == StepForm.PathOf(form)) ?? throw Expired();
            return (await dispatcher.TakeAsync(step, request, context, ct) ?? throw Expired(), null);
        }
        catch (OktaError refused) when (refused.Code is not OktaErrorCodes.InvalidToken)
        {
            return (await CurrentAsync(request, context, ct), refused.Causes is [var cause, ..] ? cause : refused.Message);
        }
        catch (OktaError)
        {
            throw Expired();
        }
    }

    async Task<TransactionBody> CurrentAsync(AuthnRequest request, HttpContext context, CancellationToken ct)
    {
        try
        {
            return await dispatcher.TakeAsync(CurrentState, request, context, ct) ?? throw Expired();
        }
        catch (OktaError)
        {
            throw Expired();
        }
    }

    static OAuthError Expired() => OAuthError.InvalidRequest("Request expired, please start over and try again: open the app you came from once more.");
}
