using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// Where the link in a mail leads: in the browser that signs in it is the answer, and that one's page goes on; in any other, and for
/// whatever reads mails before people do, it shows the code (idx.md 7.2).
/// </summary>
sealed class MailLink(OrgStore store, SignInMachine machine, InteractionCodes codes, OrgDirectory directory)
{
    const int LongestCode = 10;

    public async Task HandleAsync(HttpContext context)
    {
        var code = context.Request.Query[MailLinks.Code].ToString();
        var stateToken = StateHandles.TokenIn(context.Request.Query[MailLinks.StateToken].ToString());
        if (code.Length is 0 or > LongestCode || !code.All(char.IsAsciiDigit))
        {
            await SayExpiredAsync(context);
            return;
        }

        try
        {
            await store.InOneWorkAsync(context.Origin, work => AnswerAsync(context, stateToken, code, work), context.RequestAborted);
        }
        catch (SignInRefusal)
        {
            await SayExpiredAsync(context);
        }
    }

    async Task AnswerAsync(HttpContext context, string stateToken, string code, Work work)
    {
        var (isHere, browser) = (false, DeviceCookies.NameOf(context.Request));
        var outcome = await machine.TakeLinkedAsync(
            stateToken,
            transaction =>
            {
                var answer = AnswerTo(transaction, code, browser);
                isHere = browser is not null && transaction.Device == browser;
                return isHere ? answer : new SignInInput.Look();
            },
            work,
            context.RequestAborted);
        // The page only looks at what has been finished here, and tells its client the code.
        if (outcome is SignInOutcome.Pending { State: SignInState.Finished { Transaction.Interaction.CodeChallenge: not null } } done)
            await codes.OfAsync(done, work);
        work.Answer(() => isHere
            ? WriteAsync(context, "Success!", "Return to the original tab or window", "idx.return.to.original.tab")
            : WriteAsync(context, code, "Enter the code where you sign in", "idx.enter.otp.in.original.tab"));
    }

    /// <exception cref="SignInRefusal">Nothing waits for a mail's answer.</exception>
    static SignInInput AnswerTo(Transaction transaction, string code, string? browser) => transaction switch
    {
        { Interaction: not { IsDirect: false } } => throw new SignInRefusal.TransactionGone(),
        { Status: AuthnStatuses.MfaChallenge, Factor: { FactorType: FactorTypes.Email } factor } =>
            new SignInInput.Verify(factor.Id, new() { Passcode = code }) { Device = browser },
        { Status: AuthnStatuses.MfaEnrollActivate, Factor: { FactorType: FactorTypes.Email } factor } =>
            new SignInInput.Activate(factor.Id, new() { Passcode = code }),
        { Status: AuthnStatuses.RecoveryChallenge, RecoveryFactor: "EMAIL" } => new SignInInput.AnswerRecoveryCode("EMAIL", code),
        _ => throw new SignInRefusal.WrongState(),
    };

    Task SayExpiredAsync(HttpContext context) => WriteAsync(
        context, "This email link has expired", "To resend it, return to the screen where you requested it.", "idx.return.link.expired");

    Task WriteAsync(HttpContext context, string title, string text, string key) => Page.WriteAsync(
        context, directory, "Email verification", "okta-email-link",
        $"<h1>{Escape.Html(title)}</h1>\n<p data-key=\"{key}\">{Escape.Html(text)}</p>");
}
