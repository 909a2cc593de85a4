using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Keeps transactions under their state tokens, and ends those that have arrived with a session token.</summary>
sealed class Transactions(
    OrgStore store,
    CredentialStore credentialStore,
    InteractionStore interactionStore,
    NextState next,
    StateReader states,
    Sessions sessions)
{
    public static readonly TimeSpan StateTokenLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A new transaction, in the state that it has or, where that is <c>SUCCESS</c>, done.</summary>
    public async Task<SignInOutcome> BeginAsync(Transaction transaction, Credentials? credentials, Work work, CancellationToken ct)
    {
        if (transaction.Status is AuthnStatuses.Success)
            return await SucceedAsync(transaction, credentials!, work, ct);

        if (transaction.Status is AuthnStatuses.MfaRequired && credentials is not null)
            work.Tell(
                SignInEvents.Evaluated(
                    credentials.User, "CHALLENGE", await next.SessionRuleAsync(transaction, credentials.User, ct)));
        var stateToken = Secrets.NewStateToken();
        var expiresAt = store.Time.GetUtcNow() + StateTokenLifetime;
        interactionStore.AddTransaction(work, stateToken, transaction, expiresAt);
        return new SignInOutcome.Pending(await states.ReadAsync(transaction, credentials, ct), stateToken, expiresAt);
    }

    /// <summary>A new transaction, in whichever state the policies say.</summary>
    public async Task<SignInOutcome> GoOnAsync(Transaction transaction, Credentials credentials, Work work, CancellationToken ct) =>
        await BeginAsync(await next.OfAsync(transaction, credentials, ct), credentials, work, ct);

    /// <summary>Its lifetime begins again.</summary>
    /// <exception cref="SignInRefusal">There is none of this state token.</exception>
    public async Task<OpenTransaction> OpenAsync(string stateToken, CancellationToken ct)
    {
        var expiresAt = store.Time.GetUtcNow() + StateTokenLifetime;
        var kept = await interactionStore.UseTransactionAsync(stateToken, expiresAt, ct) ?? throw new SignInRefusal.TransactionGone();
        return new(stateToken, kept.Transaction, kept.Version, expiresAt);
    }

    /// <summary>Where a step has led that was not refused.</summary>
    public async Task<SignInOutcome> ArriveAsync(OpenTransaction open, Turn turn, Work work, CancellationToken ct)
    {
        // Read again: the step may have found another user, or changed this one.
        var userId = turn is Turn.Onward(var whose) ? whose.UserId : open.Transaction.UserId;
        var credentials = turn.Credentials ?? await credentialStore.FindCredentialsOfAsync(userId, ct);
        var after = turn switch
        {
            Turn.To(var stated) => stated,
            Turn.Onward(var proved) => await next.OfAsync(proved, credentials ?? throw new SignInRefusal.TransactionGone(), ct),
            _ => throw new InvalidOperationException("A turn that nobody knows."),
        };
        if (after is { Status: AuthnStatuses.Success, AppId: null })
        {
            End(open, work);
            return await SucceedAsync(after, credentials!, work, ct);
        }

        if (!ReferenceEquals(after, open.Transaction))
            interactionStore.ChangeTransaction(work, open.StateToken, open.Version, after);
        return new SignInOutcome.Pending(await states.ReadAsync(after, credentials, ct), open.StateToken, open.ExpiresAt);
    }

    /// <summary>Where it still stands as it was opened: of calls that saw the same state, one ends it.</summary>
    public void End(OpenTransaction open, Work work) => interactionStore.EndTransaction(work, open.StateToken, open.Version);

    /// <summary>Spent, like whatever a refusal keeps: wrong answers at once are counted one by one.</summary>
    public void Remember(OpenTransaction open, Transaction refused, Work work) =>
        interactionStore.SpendAttempt(work, open.StateToken, open.Version, refused);

    async Task<SignInOutcome> SucceedAsync(Transaction transaction, Credentials credentials, Work work, CancellationToken ct)
    {
        var rule = await next.SessionRuleAsync(transaction, credentials.User, ct);
        if (rule is not null)
            work.Tell(SignInEvents.Evaluated(credentials.User, "ALLOW", rule));
        work.Tell(SignInEvents.SignedIn(credentials.User));
        credentialStore.NoteLogin(work, credentials.User.Id);
        var (token, expiresAt) = sessions.IssueToken(work, credentials.User, string.Join(' ', transaction.Methods), rule);
        return new SignInOutcome.SignedIn(transaction, credentials, token, expiresAt);
    }
}

/// <summary>A transaction as a call found it.</summary>
sealed record OpenTransaction(string StateToken, Transaction Transaction, long Version, DateTimeOffset ExpiresAt)
{
    public override string ToString() => Transaction.ToString();
}
