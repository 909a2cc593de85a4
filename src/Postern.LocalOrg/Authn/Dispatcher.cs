using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>Finds the transaction that a call is about, lets its step work, and writes where that leads. Of calls at once on one transaction, one is carried out on what it saw; the others see what it left.</summary>
sealed class Dispatcher(OrgStore store, NextState next, StateWriter states, Sessions sessions, Outbox outbox, RelyingParty relyingParty)
{
    public static readonly TimeSpan StateTokenLifetime = TimeSpan.FromMinutes(5);

    const int MostAttempts = 60;

    /// <summary>A step on the transaction that the request's state token names.</summary>
    public async Task<TransactionBody?> TakeAsync(IAuthnStep step, AuthnRequest request, HttpContext context, CancellationToken ct)
    {
        if (request.StateToken is not { } stateToken)
            throw OktaError.InvalidToken();

        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var expiresAt = store.Time.GetUtcNow() + StateTokenLifetime;
            var kept = await store.UseTransactionAsync(stateToken, expiresAt, ct) ?? throw OktaError.InvalidToken();
            var transaction = kept.Transaction;
            if (step.Statuses.Count > 0 && !step.Statuses.Contains(transaction.Status))
                throw OktaError.WrongState();

            var credentials = await store.FindCredentialsOfAsync(transaction.UserId, ct);
            var call = new AuthnCall(transaction, credentials, request, context, new(credentials?.User ?? Nobody, store, outbox, store.Time.GetUtcNow(), relyingParty));
            var turn = await step.TakeAsync(call, ct);
            if (turn is Turn.Cancelled)
            {
                await store.EndTransactionAsync(stateToken, kept.Version, ct);
                return null;
            }

            if (turn is Turn.Refused(var remembered, var refusal))
            {
                if (await store.ChangeTransactionAsync(stateToken, kept.Version, remembered, ct))
                    throw refusal;
                continue;
            }

            // Read again: the step may have changed the user.
            credentials = await store.FindCredentialsOfAsync(turn is Turn.Onward(var whose) ? whose.UserId : transaction.UserId, ct);
            var after = turn switch
            {
                Turn.To(var stated) => stated,
                Turn.Onward(var proved) => await next.OfAsync(proved, credentials ?? throw OktaError.InvalidToken(), ct),
                _ => throw new InvalidOperationException("A turn that nobody knows."),
            };
            if (after is { Status: AuthnStatuses.Success, AppId: null })
            {
                if (await store.EndTransactionAsync(stateToken, kept.Version, ct))
                    return await SucceedAsync(after, credentials!, ct);
            }
            else if (ReferenceEquals(after, transaction) || await store.ChangeTransactionAsync(stateToken, kept.Version, after, ct))
            {
                return await states.WriteAsync(after, credentials, stateToken, expiresAt, ct);
            }
        }

        throw OktaError.WrongState();
    }

    /// <summary>A new transaction, in the state that it has or, where that is <c>SUCCESS</c>, done.</summary>
    public async Task<TransactionBody> BeginAsync(Transaction transaction, Credentials? credentials, CancellationToken ct)
    {
        if (transaction.Status is AuthnStatuses.Success)
            return await SucceedAsync(transaction, credentials!, ct);

        var stateToken = Secrets.NewStateToken();
        var expiresAt = store.Time.GetUtcNow() + StateTokenLifetime;
        await store.AddTransactionAsync(stateToken, transaction, expiresAt, ct);
        return await states.WriteAsync(transaction, credentials, stateToken, expiresAt, ct);
    }

    /// <summary>A new transaction, in whichever state the policies say.</summary>
    public async Task<TransactionBody> GoOnAsync(Transaction transaction, CancellationToken ct)
    {
        var credentials = await store.FindCredentialsOfAsync(transaction.UserId, ct) ?? throw OktaError.InvalidToken();
        return await BeginAsync(await next.OfAsync(transaction, credentials, ct), credentials, ct);
    }

    async Task<TransactionBody> SucceedAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        var rule = await next.SessionRuleAsync(transaction, credentials.User, ct);
        var (token, expiresAt) = await sessions.IssueTokenAsync(credentials.User, string.Join(' ', transaction.Methods), rule, ct);
        return StateWriter.Success(transaction, credentials, token, expiresAt);
    }

    static readonly User Nobody = new() { Id = "", Login = "", FirstName = "", LastName = "", Email = "", CreatedAt = 0, GroupIds = [] };
}
