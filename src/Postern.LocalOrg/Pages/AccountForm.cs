using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// What people do about their account by themselves before they sign in: a forgotten password, a locked account, a new one. Each goes on in
/// the machine, and in the end to what waits behind the sign-in (idx.md 8).
/// </summary>
sealed class AccountForm(OrgStore store, SignInMachine machine, PageTurn turn, BehindSignIn behind, SignInPages pages)
{
    public Task ForgottenAsync(HttpContext context) => RecoverAsync(context, RecoveryTypes.Password);

    public Task LockedAsync(HttpContext context) => RecoverAsync(context, RecoveryTypes.Unlock);

    public async Task RegisterAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var form = await FormOfAsync(context, ct);
        var asked = await OpenAsync(context, form, ct);
        if ((await OfferAsync(context, asked, ct)).Registration is not { } registration)
            throw NotOffered();

        var typed = form is null ? [] : StepInputs.Attributes(form);
        var problem = form is null ? null
            : StepInputs.Password(form, "password") is not { } password ? "The password cannot be left blank."
            : await TryAsync(
                context, asked,
                (interaction, work) => machine.Interactions.BeginHostedAsync(
                    asked.Pending.AppId, interaction, new SignInInput.Register(typed, password), work, ct));
        if (form is null || problem is not null)
            await pages.Registration.WriteAsync(context, asked.Page with { Problem = problem }, registration, typed);
    }

    async Task RecoverAsync(HttpContext context, string recoveryType)
    {
        var ct = context.RequestAborted;
        var form = await FormOfAsync(context, ct);
        var asked = await OpenAsync(context, form, ct);
        var offer = await OfferAsync(context, asked, ct);
        if (!(recoveryType is RecoveryTypes.Unlock ? offer.Unlocks : offer.Resets))
            throw NotOffered();

        var login = form?["username"].ToString() ?? "";
        var problem = form is null ? null
            : string.IsNullOrWhiteSpace(login) ? "Please enter a username"
            : await TryAsync(
                context, asked,
                (interaction, work) => machine.Interactions.BeginHostedAsync(
                    asked.Pending.AppId, interaction, new HostedRecovery(recoveryType, By(form["method"].ToString(), login)), work, ct));
        if (form is null || problem is not null)
            await pages.Recovery.AskWhoAsync(context, asked.Page with { Login = login, Problem = problem }, recoveryType);
    }

    /// <summary>By the button that was pressed; by a key of the keyboard, the first.</summary>
    static SignInInput.Choose By(string method, string login) => method switch
    {
        "sms" or "voice" => new(OrgFactors.Phone) { Method = method, Login = login },
        _ => new(OrgFactors.Email) { Login = login },
    };

    /// <returns>What to tell the person; null: it goes on, and has been answered.</returns>
    async Task<string?> TryAsync(HttpContext context, Asked asked, Func<Interaction, Work, Task<SignInOutcome>> begin)
    {
        var ct = context.RequestAborted;
        try
        {
            await store.InOneWorkAsync(
                context.Origin,
                async work => await turn.TakeAsync(
                    context, asked.Page.Key, await begin(HostedSignIn.Begun(context, asked.Pending), work), asked.Pending, work, ct),
                ct);
            return null;
        }
        catch (SignInRefusal refusal)
        {
            context.NoteUser(refusal.UserId);
            context.NoteReason(refusal);
            return RefusalSentences.Of(refusal);
        }
    }

    static async Task<IFormCollection?> FormOfAsync(HttpContext context, CancellationToken ct) =>
        HttpMethods.IsPost(context.Request.Method) ? await UrlEncodedForm.ReadAsync(context.Request, ct) : null;

    async Task<Asked> OpenAsync(HttpContext context, IFormCollection? form, CancellationToken ct)
    {
        var (key, pending) = form is null
            ? await behind.OpenAsync(context, ct)
            : (form["okta_key"].ToString(), await behind.FindAsync(form["okta_key"].ToString(), ct));
        return new(pending, new(key) { AppId = pending.AppId });
    }

    ValueTask<SignInOffer> OfferAsync(HttpContext context, Asked asked, CancellationToken ct) =>
        pages.Offers.OfAsync(asked.Page, context.Origin.Address, ct);

    static PageProblem NotOffered() =>
        new("access_denied", "The org's policies do not allow this here. Please contact your administrator.")
        {
            Status = StatusCodes.Status403Forbidden,
        };

    /// <summary>What waits, and what the page shows of it.</summary>
    sealed record Asked(PendingAuthorization Pending, FirstPage Page)
    {
        public override string ToString() => Page.ToString();
    }
}
