using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Pages;

/// <summary>Where a step of a sign-in leads: to the next page, or with a session to what waits.</summary>
sealed class PageTurn(SignInMachine machine, BrowserSession session, BehindSignIn behind, SignInPages pages)
{
    public async Task TakeAsync(
        HttpContext context, string key, SignInOutcome outcome, PendingAuthorization pending, Work work, CancellationToken ct)
    {
        switch (outcome)
        {
            case SignInOutcome.Pending next:
                work.Answer(() => pages.ShowAsync(context, new(key, next), problem: null));
                break;
            case SignInOutcome.SignedIn { Transaction: { Interaction.KeepsSession: true } kept }:
                session.Begin(context, await machine.ProvedByAsync(kept, ct), work);
                behind.SendOn(context, key, pending, work);
                break;
            case SignInOutcome.SignedIn done:
                session.Begin(context, Secrets.Hash(done.SessionToken), work);
                behind.SendOn(context, key, pending, work);
                break;
            case SignInOutcome.Unlocked { Transaction: var unlocked }:
                FirstPage first = new(key)
                {
                    AppId = pending.AppId, Login = unlocked.Interaction?.Login,
                    Notice = "Your account is unlocked. Sign in with your password.",
                };
                work.Answer(() => pages.First.WriteAsync(context, first));
                break;
            case SignInOutcome.Ended { How: Ending.ActivationRequested }:
                FirstPage asked = new(key)
                {
                    AppId = pending.AppId, Notice = "If there is still something to activate, a mail with another link is on its way.",
                };
                work.Answer(() => pages.First.WriteAsync(context, asked));
                break;
            default:
                throw PageProblem.Expired();
        }
    }
}
