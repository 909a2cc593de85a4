using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Pages;

/// <summary>Whatever there is between a right password and a session, step by step, for a browser without script.</summary>
sealed class TransactionForm(OrgStore store, SignInMachine machine, PageTurn turn, BehindSignIn behind, SignInPages pages)
{
    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var form = await UrlEncodedForm.ReadAsync(context.Request, ct);
        var step = new SentStep(
            form["okta_key"].ToString(), form["state_token"].ToString(), DeviceCookies.NameOf(context.Request));
        var pending = await behind.FindAsync(step.Key, ct);
        if (StepInputs.LeadsBackToSignIn(form))
        {
            await CancelAsync(step, ct);
            await pages.First.WriteAsync(context, new(step.Key) { AppId = pending.AppId });
        }
        else if (StepInputs.Blank(form) is { } blank)
            await ShowCurrentAsync(context, step, pending, blank, ct);
        else
            await TakeAsync(context, step, StepInputs.Read(form, context.Request) ?? throw PageProblem.Expired(), pending, ct);
    }

    async Task TakeAsync(HttpContext context, SentStep step, SignInInput input, PendingAuthorization pending, CancellationToken ct)
    {
        try
        {
            await store.InOneWorkAsync(
                context.Origin,
                async work =>
                    await turn.TakeAsync(
                        context, step.Key, await machine.TakeHostedAsync(step.StateToken, step.Browser, input, work, ct), pending, work,
                        ct),
                ct);
        }
        catch (SignInRefusal refusal) when (refusal is not SignInRefusal.TransactionGone)
        {
            context.NoteUser(refusal.UserId);
            context.NoteReason(refusal);
            await ShowCurrentAsync(context, step, pending, RefusalSentences.Of(refusal), ct);
        }
    }

    /// <summary>Where it has ended already, that is as good.</summary>
    async Task CancelAsync(SentStep step, CancellationToken ct)
    {
        try
        {
            await store.InOneWorkAsync(
                work => machine.TakeHostedAsync(step.StateToken, step.Browser, new SignInInput.Cancel(), work, ct), ct);
        }
        catch (SignInRefusal)
        {
            // Its five minutes were over, or it was cancelled before.
        }
    }

    /// <summary>How the transaction stands after a step was refused, or was none; a mail's link may have ended it meanwhile.</summary>
    Task ShowCurrentAsync(
        HttpContext context, SentStep step, PendingAuthorization pending, string problem, CancellationToken ct) => store.InOneWorkAsync(
        context.Origin,
        async work =>
        {
            var current = await machine.TakeHostedAsync(step.StateToken, step.Browser, new SignInInput.Look(), work, ct);
            if (current is SignInOutcome.Pending shown)
                work.Answer(() => pages.ShowAsync(context, new(step.Key, shown), problem));
            else
                await turn.TakeAsync(context, step.Key, current, pending, work, ct);
        },
        ct);

    /// <summary>By which keys a step's form goes on, and in which browser.</summary>
    sealed record SentStep(string Key, string StateToken, string? Browser)
    {
        public override string ToString() => "a step";
    }
}
