using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// Makes a session of a web SSO token in the browser that brings it, and has the app begin its sign-in there (direct-auth.md 8.1).
/// </summary>
sealed class WebSsoSignIn(OrgStore store, OrgDirectory directory, OrgUrls urls, SsoTokens ssoTokens, BrowserSession session)
{
    public Task HandleAsync(HttpContext context) =>
        store.InOneWorkAsync(context.Origin, work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);

    /// <summary>
    /// UNCONFIRMED (direct-auth.md 8.1): all but the address; there Okta's answer is a page with a SAML assertion. OpenID Connect Core
    /// section 4 has an app begin a sign-in of its own, which its policy decides.
    /// </summary>
    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        var given = await TokenInAsync(context.Request, ct);
        var redeemed = given.Length == 0 ? null : await ssoTokens.RedeemAsync(work, SsoTokenKind.Web, Secrets.Hash(given), ct);
        if (redeemed is null)
            throw Refused("The token is invalid or expired.");
        if (await directory.FindActiveUserAsync(redeemed.Authentication.UserId, ct) is not { } user)
            throw Refused("The account may not be used any more.");
        if (await directory.FindAppAsync(redeemed.ClientId, ct) is not { Registration.InitiateLoginUri: { } begin } app)
            throw Refused("The app may not be used any more, or begins no sign-in.");

        var proved = redeemed.Authentication;
        session.Begin(
            context,
            new Tokens.Authentication { UserId = user.Id, AuthenticatedAt = proved.AuthenticatedAt, Methods = proved.Methods },
            work);
        work.Tell(new LogEvent { Type = EventTypes.SingleSignOn, Actor = LogParty.Of(user), Targets = [LogParty.Of(app)] });
        BehindSignIn.Redirect(context, QueryHelpers.AddQueryString(begin, Claims.Issuer, urls.Public), work);
    }

    /// <summary>In the form of a POST, which no log of addresses has.</summary>
    static async Task<string> TokenInAsync(HttpRequest request, CancellationToken ct)
    {
        if (!HttpMethods.IsPost(request.Method))
            return request.Query[Parameters.Token].ToString();

        var form = await UrlEncodedForm.ReadAsync(request, ct);
        return form[Parameters.Token].ToString();
    }

    static PageProblem Refused(string description) =>
        new("access_denied", description) { Status = StatusCodes.Status403Forbidden };
}
