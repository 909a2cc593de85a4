using Microsoft.AspNetCore.Http;
using Postern.Local.Authn;
using Postern.Local.Authn.Steps;
using Postern.Local.OAuth;
using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.Pages;

/// <summary>Takes a second factor on the hosted page: the Authentication API's own transaction, step by step, for a browser without script.</summary>
sealed class FactorForm(OrgStore store, Dispatcher dispatcher, VerifyStep verify, AuthorizeSession session, AuthorizePages pages, FactorPage page, SignInPage signInPage)
{
    static readonly CurrentStateStep CurrentState = new();

    /// <summary>The password was right, and a factor is asked for.</summary>
    public async Task BeginAsync(HttpContext context, string key, Transaction transaction, Credentials credentials, CancellationToken ct) =>
        await page.WriteAsync(context, key, await dispatcher.BeginAsync(transaction, credentials, ct), problem: null);

    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var form = await UrlEncodedForm.ReadAsync(context.Request, ct);
        var key = form["okta_key"].ToString();
        var pending = await store.FindAuthorizeRequestAsync(key, ct) ?? throw Expired();
        var (body, problem) = await TakeAsync(context, form, ct);
        if (body.Status is AuthnStatuses.MfaRequired or AuthnStatuses.MfaChallenge)
            await page.WriteAsync(context, key, body, problem);
        else if (body.SessionToken is not { } sessionToken || await session.RedeemAsync(context, Secrets.Hash(sessionToken), ct) is null)
            await signInPage.WriteAsync(context, key, login: null, SignInPage.Problem(body.Status));
        else
            await pages.SendOnAsync(context, key, pending, ct);
    }

    /// <summary>Where the step leads; where it is refused, what is said then and how the transaction stands.</summary>
    async Task<(TransactionBody Body, string? Problem)> TakeAsync(HttpContext context, IFormCollection form, CancellationToken ct)
    {
        var stateToken = form["state_token"].ToString();
        try
        {
            context.Request.RouteValues["factorId"] = form["factor"].ToString();
            AuthnRequest request = new() { StateToken = stateToken, PassCode = form["pass_code"] is [{ Length: > 0 } code] ? code.Trim() : null };
            return (await dispatcher.TakeAsync(verify, request, context, ct) ?? throw Expired(), null);
        }
        catch (OktaError refused) when (refused.Code is not OktaErrorCodes.InvalidToken)
        {
            return (await CurrentAsync(stateToken, context, ct), refused.Causes is [var cause, ..] ? cause : refused.Message);
        }
        catch (OktaError)
        {
            throw Expired();
        }
    }

    async Task<TransactionBody> CurrentAsync(string stateToken, HttpContext context, CancellationToken ct)
    {
        try
        {
            return await dispatcher.TakeAsync(CurrentState, new() { StateToken = stateToken }, context, ct) ?? throw Expired();
        }
        catch (OktaError)
        {
            throw Expired();
        }
    }

    static OAuthError Expired() => OAuthError.InvalidRequest("Request expired, please start over and try again: open the app you came from once more.");
}
