using Microsoft.AspNetCore.Http;
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
        var step = new SentStep(form["okta_key"].ToString(), form["state_token"].ToString());
        var pending = await behind.FindAsync(step.Key, ct);
        if (StepInputs.LeadsBackToSignIn(form))
        {
            await CancelAsync(step, ct);
            await pages.First.WriteAsync(context, step.Key, login: null, problem: null);
        }
        else if (StepInputs.Blank(form) is { } blank)
            await ShowCurrentAsync(context, step, blank, ct);
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
                        context, step.Key, await machine.TakeHostedAsync(step.StateToken, input, work, ct), pending, work, ct),
                ct);
        }
        catch (SignInRefusal refusal) when (refusal is not SignInRefusal.TransactionGone)
        {
            context.NoteUser(refusal.UserId);
            context.NoteReason(refusal);
            await ShowCurrentAsync(context, step, RefusalSentences.Of(refusal), ct);
        }
    }

    /// <summary>Where it has ended already, that is as good.</summary>
    async Task CancelAsync(SentStep step, CancellationToken ct)
    {
        try
        {
            await store.InOneWorkAsync(work => machine.TakeHostedAsync(step.StateToken, new SignInInput.Cancel(), work, ct), ct);
        }
        catch (SignInRefusal)
        {
            // Its five minutes were over, or it was cancelled before.
        }
    }

    /// <summary>How the transaction stands after a step was refused, or was none.</summary>
    async Task ShowCurrentAsync(HttpContext context, SentStep step, string problem, CancellationToken ct)
    {
        SignInOutcome? current = null;
        await store.InOneWorkAsync(
            async work => current = await machine.TakeHostedAsync(step.StateToken, new SignInInput.Look(), work, ct), ct);
        if (current is not SignInOutcome.Pending pending)
            throw PageProblem.Expired();
        await pages.ShowAsync(context, new(step.Key, pending), problem);
    }

    /// <summary>By which keys a step's form goes on.</summary>
    sealed record SentStep(string Key, string StateToken)
    {
        public override string ToString() => "a step";
    }
}
