using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>Finds the transaction that a call is about, lets its step work, and writes where that leads, all in the call's work: of calls at once on one transaction, one is carried out on what it saw; the others see what it left.</summary>
sealed class Dispatcher(OrgStore store, NextState next, StateWriter states, Sessions sessions, Outbox outbox, RelyingParty relyingParty)
{
    public static readonly TimeSpan StateTokenLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A step on the transaction that the request's state token names. Null: it has ended without success.</summary>
    public async Task<TransactionBody?> TakeAsync(IAuthnStep step, AuthnRequest request, HttpContext context, Work work, CancellationToken ct)
    {
        if (request.StateToken is not { } stateToken)
            throw new SignInRefusal.TransactionGone();

        var expiresAt = store.Time.GetUtcNow() + StateTokenLifetime;
        var kept = await store.UseTransactionAsync(stateToken, expiresAt, ct) ?? throw new SignInRefusal.TransactionGone();
        var transaction = kept.Transaction;
        if (step.Statuses.Count > 0 && !step.Statuses.Contains(transaction.Status))
            throw new SignInRefusal.WrongState();

        var credentials = await store.FindCredentialsOfAsync(transaction.UserId, ct);
        var call = new AuthnCall(transaction, credentials, request, context, new(credentials?.User ?? Nobody, store, outbox, store.Time.GetUtcNow(), relyingParty, work));
        var turn = await step.TakeAsync(call, ct);
        if (turn is Turn.Cancelled)
        {
            store.EndTransaction(work, stateToken, kept.Version);
            return null;
        }

        if (turn is Turn.Refused(var remembered, var why))
        {
            // Spent, like whatever a refusal keeps: wrong answers at once are counted one by one.
            store.SpendAttempt(work, stateToken, kept.Version, remembered);
            throw why;
        }

        // Read again: the step may have found another user, or changed this one.
        credentials = turn.Credentials ?? await store.FindCredentialsOfAsync(turn is Turn.Onward(var whose) ? whose.UserId : transaction.UserId, ct);
        var after = turn switch
        {
            Turn.To(var stated) => stated,
            Turn.Onward(var proved) => await next.OfAsync(proved, credentials ?? throw new SignInRefusal.TransactionGone(), ct),
            _ => throw new InvalidOperationException("A turn that nobody knows."),
        };
        if (after is { Status: AuthnStatuses.Success, AppId: null })
        {
            store.EndTransaction(work, stateToken, kept.Version);
            return await SucceedAsync(after, credentials!, work, ct);
        }

        if (!ReferenceEquals(after, transaction))
            store.ChangeTransaction(work, stateToken, kept.Version, after);
        return await states.WriteAsync(after, credentials, stateToken, expiresAt, ct);
    }

    /// <summary>A new transaction, in the state that it has or, where that is <c>SUCCESS</c>, done.</summary>
    public async Task<TransactionBody> BeginAsync(Transaction transaction, Credentials? credentials, Work work, CancellationToken ct)
    {
        if (transaction.Status is AuthnStatuses.Success)
            return await SucceedAsync(transaction, credentials!, work, ct);

        var stateToken = Secrets.NewStateToken();
        var expiresAt = store.Time.GetUtcNow() + StateTokenLifetime;
        store.AddTransaction(work, stateToken, transaction, expiresAt);
        return await states.WriteAsync(transaction, credentials, stateToken, expiresAt, ct);
    }

    /// <summary>A new transaction, in whichever state the policies say.</summary>
    public async Task<TransactionBody> GoOnAsync(Transaction transaction, Credentials credentials, Work work, CancellationToken ct) =>
        await BeginAsync(await next.OfAsync(transaction, credentials, ct), credentials, work, ct);

    async Task<TransactionBody> SucceedAsync(Transaction transaction, Credentials credentials, Work work, CancellationToken ct)
    {
        var rule = await next.SessionRuleAsync(transaction, credentials.User, ct);
        var (token, expiresAt) = sessions.IssueToken(work, credentials.User, string.Join(' ', transaction.Methods), rule);
        return StateWriter.Success(transaction, credentials, token, expiresAt);
    }

    static readonly User Nobody = new() { Id = "", Login = "", FirstName = "", LastName = "", Email = "", CreatedAt = 0, GroupIds = [] };
}
