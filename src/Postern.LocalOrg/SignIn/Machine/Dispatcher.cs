using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Steps;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>
/// Finds the transaction that a call is about, lets its step work, and says where that leads, all in the call's work: of calls at once on
/// one transaction, one is
/// carried out on what it saw; the others see what it left.
/// </summary>
sealed class Dispatcher(
    CredentialStore credentialStore, AllSteps steps, Transactions transactions, RoutedAway routed, Surroundings surroundings)
{
    static readonly User Nobody = new() { Id = "", Login = "", FirstName = "", LastName = "", Email = "", CreatedAt = 0, GroupIds = [] };

    /// <summary>One of the Authentication API's.</summary>
    public async Task<SignInOutcome> TakeAsync(string stateToken, SignInInput input, Work work, CancellationToken ct)
    {
        var open = await transactions.OpenAsync(stateToken, ct);
        return open.Transaction.Interaction is null
            ? await TellingAsync(open, input, work, ct)
            : throw new SignInRefusal.TransactionGone();
    }

    /// <summary>One of Identity Engine's: what an answer is the answer to, the transaction says.</summary>
    public async Task<SignInOutcome> TakeAsync(string stateToken, InteractionCall call, Work work, CancellationToken ct)
    {
        var open = await transactions.OpenAsync(stateToken, ct);
        if (open.Transaction.Interaction is not { IsHosted: false })
            throw new SignInRefusal.TransactionGone();

        await call.AdmitAsync(open.Transaction);
        return await TellingAsync(open, call.Read(open.Transaction), work, ct);
    }

    /// <summary>One that a page of the org's own shows, whichever engine it is of, in the browser that it was begun in.</summary>
    public async Task<SignInOutcome> TakeHostedAsync(
        string stateToken, string? browser, SignInInput input, Work work, CancellationToken ct)
    {
        var open = await transactions.OpenAsync(stateToken, ct);
        return IsShownTo(browser, open.Transaction.Interaction)
            ? await TellingAsync(open, input, work, ct)
            : throw new SignInRefusal.TransactionGone();
    }

    /// <summary>By the link of a mail: where that is the end, the page that waits is the one to hear of it.</summary>
    public async Task<SignInOutcome> TakeLinkedAsync(
        string stateToken, Func<Transaction, SignInInput> read, Work work, CancellationToken ct)
    {
        var open = await transactions.OpenAsync(stateToken, ct) with { IsElsewhere = true };
        return await TellingAsync(open, read(open.Transaction), work, ct);
    }

    static bool IsShownTo(string? browser, Interaction? interaction) => interaction switch
    {
        { IsHosted: false } => false,
        { Browser: { } own } => own == browser,
        _ => true,
    };

    /// <summary>One that is not kept yet.</summary>
    public Task<SignInOutcome> BeginAsync(OpenTransaction fresh, SignInInput input, Work work, CancellationToken ct) =>
        TellingAsync(fresh, input, work, ct);

    async Task<SignInOutcome> TellingAsync(OpenTransaction open, SignInInput input, Work work, CancellationToken ct)
    {
        try
        {
            return await TakeAsync(open, input, work, ct);
        }
        catch (SignInRefusal refusal)
        {
            refusal.UserId ??= open.Transaction.UserId;
            throw;
        }
    }

    async Task<SignInOutcome> TakeAsync(OpenTransaction open, SignInInput input, Work work, CancellationToken ct)
    {
        if (open.Transaction.Status is Recovered.Unlocked && input is not SignInInput.Cancel)
        {
            transactions.End(open, work);
            return new SignInOutcome.Unlocked(open.Transaction);
        }

        var step = steps.For(input);
        if (step.Statuses.Count > 0 && !step.Statuses.Contains(open.Transaction.Status))
            throw new SignInRefusal.WrongState();

        var credentials = await credentialStore.FindCredentialsOfAsync(open.Transaction.UserId, ct);
        var around = surroundings.Of(credentials?.User ?? Nobody, work) with
        {
            // Whoever signs in by themselves in a browser may come back by a link; to a page of ours in that same browser alone.
            StateToken = open.Transaction.Interaction is { IsDirect: false } and ({ IsHosted: false } or { Browser: not null })
                ? open.StateToken
                : null,
        };
        var turn = await routed.TurnOfAsync(open.Transaction, input, work, ct)
            ?? await step.TakeAsync(new(open.Transaction, credentials, around), ct);
        switch (turn)
        {
            case Turn.Unlocked when open.IsElsewhere:
                var waiting = open.Transaction with { Status = Recovered.Unlocked, Challenge = null };
                return await transactions.ArriveAsync(open, new Turn.To(waiting), work, ct);
            case Turn.Cancelled:
                transactions.End(open, work);
                return new SignInOutcome.Cancelled(open.Transaction);
            case Turn.Unlocked:
                transactions.End(open, work);
                return new SignInOutcome.Unlocked(open.Transaction);
            case Turn.Ended(var how):
                transactions.End(open, work);
                return new SignInOutcome.Ended(open.Transaction, how);
            case Turn.Refused(var remembered, var why):
                transactions.Remember(open, remembered, work);
                throw why;
            default:
                var outcome = await transactions.ArriveAsync(open, turn, work, ct);
                return turn.AutoPush is { } changed ? outcome with { AutoPush = changed } : outcome;
        }
    }
}

/// <summary>A call on one of Identity Engine's transactions, which is read once it is known what there is to answer.</summary>
sealed record InteractionCall(Func<Transaction, SignInInput> Read)
{
    /// <summary>Lets it in, or throws; before anything is read.</summary>
    public Func<Transaction, ValueTask> AdmitAsync { get; init; } = _ => ValueTask.CompletedTask;

    public override string ToString() => "a call";
}
