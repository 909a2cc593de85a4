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
sealed class Dispatcher(CredentialStore credentialStore, AllSteps steps, Transactions transactions, Surroundings surroundings)
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
    public async Task<SignInOutcome> TakeAsync(
        string stateToken, Func<Transaction, SignInInput> read, Work work, CancellationToken ct)
    {
        var open = await transactions.OpenAsync(stateToken, ct);
        return open.Transaction.Interaction is { IsHosted: false }
            ? await TellingAsync(open, read(open.Transaction), work, ct)
            : throw new SignInRefusal.TransactionGone();
    }

    /// <summary>One that a page of the org's own shows, whichever engine it is of.</summary>
    public async Task<SignInOutcome> TakeHostedAsync(string stateToken, SignInInput input, Work work, CancellationToken ct)
    {
        var open = await transactions.OpenAsync(stateToken, ct);
        return open.Transaction.Interaction is null or { IsHosted: true }
            ? await TellingAsync(open, input, work, ct)
            : throw new SignInRefusal.TransactionGone();
    }

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
        var step = steps.For(input);
        if (step.Statuses.Count > 0 && !step.Statuses.Contains(open.Transaction.Status))
            throw new SignInRefusal.WrongState();

        var credentials = await credentialStore.FindCredentialsOfAsync(open.Transaction.UserId, ct);
        var around = surroundings.Of(credentials?.User ?? Nobody, work) with
        {
            // Whoever signs in by themselves in a browser may come back by a link.
            StateToken = open.Transaction.Interaction is { IsDirect: false, IsHosted: false } ? open.StateToken : null,
        };
        var turn = await step.TakeAsync(new(open.Transaction, credentials, around), ct);
        switch (turn)
        {
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
