using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Keeps transactions under their state tokens, and ends those that have arrived with a session token.</summary>
sealed class Transactions(
    OrgStore store,
    CredentialStore credentialStore,
    InteractionStore interactionStore,
    NextState next,
    StateReader states,
    AutoPushes pushes,
    Sessions sessions)
{
    public static readonly TimeSpan StateTokenLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Of Identity Engine's until somebody says who they are: idx.md 4.8.</summary>
    public static readonly TimeSpan InteractionLifetime = TimeSpan.FromHours(2);

    /// <summary>Of Identity Engine's once everything is proved, and of the code that says so: idx.md 4.8.</summary>
    public static readonly TimeSpan FinishedLifetime = TimeSpan.FromSeconds(60);

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

    /// <summary>A new one of Identity Engine's, that nobody has said anything to.</summary>
    public async Task<SignInOutcome> AwaitAsync(
        string stateToken, Transaction transaction, Credentials? credentials, Work work, CancellationToken ct)
    {
        var expiresAt = store.Time.GetUtcNow() + InteractionLifetime;
        interactionStore.AddTransaction(work, stateToken, transaction, expiresAt);
        return new SignInOutcome.Pending(await states.ReadAsync(transaction, credentials, ct), stateToken, expiresAt);
    }

    /// <summary>One that is kept once a step has been taken on it.</summary>
    public OpenTransaction Fresh(string stateToken, Transaction transaction) =>
        new(stateToken, transaction, OpenTransaction.Unkept, store.Time.GetUtcNow() + StateTokenLifetime);

    /// <summary>Its lifetime begins again, unless more of it is left.</summary>
    /// <exception cref="SignInRefusal">There is none of this state token.</exception>
    public async Task<OpenTransaction> OpenAsync(string stateToken, CancellationToken ct)
    {
        var now = store.Time.GetUtcNow();
        var kept = await interactionStore.UseTransactionAsync(stateToken, now + StateTokenLifetime, ct)
            ?? throw new SignInRefusal.TransactionGone();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(kept.ExpiresAt);
        if (kept.Transaction.Interaction?.FinishedAt is { } finishedAt)
            expiresAt = DateTimeOffset.FromUnixTimeSeconds(finishedAt) + FinishedLifetime;
        return now < expiresAt
            ? new(stateToken, kept.Transaction, kept.Version, expiresAt)
            : throw new SignInRefusal.TransactionGone();
    }

    /// <summary>Where a step has led that was not refused.</summary>
    public async Task<SignInOutcome> ArriveAsync(OpenTransaction open, Turn turn, Work work, CancellationToken ct)
    {
        // Read again: the step may have found another user, or changed this one.
        var userId = turn switch
        {
            Turn.Onward(var whose) => whose.UserId,
            Turn.To(var whose) => whose.UserId,
            _ => open.Transaction.UserId,
        };
        var credentials = turn.Credentials ?? await credentialStore.FindCredentialsOfAsync(userId, ct);
        var after = turn switch
        {
            Turn.To(var stated) => stated,
            Turn.Onward(var proved) => await NextAsync(proved, credentials ?? throw new SignInRefusal.TransactionGone(), work, ct),
            _ => throw new InvalidOperationException("A turn that nobody knows."),
        };
        if (!open.IsElsewhere && after is { Status: AuthnStatuses.Success } and ({ AppId: null } or { Interaction.IsHosted: true }))
        {
            if (open.Version != OpenTransaction.Unkept)
                End(open, work);
            return await SucceedAsync(after, credentials!, work, ct);
        }

        if (ReferenceEquals(after, open.Transaction))
            return new SignInOutcome.Pending(await states.ReadAsync(after, credentials, ct), open.StateToken, open.ExpiresAt);

        if (after is { Status: AuthnStatuses.Success, Interaction: { IsHosted: false } interaction })
        {
            after = after with { Interaction = interaction with { FinishedAt = store.Now } };
            TellSignedIn(after, credentials!, await next.SessionRuleAsync(after, credentials!.User, ct), work);
        }

        var expiresAt = LivesUntil(after, open);
        if (open.Version == OpenTransaction.Unkept)
            interactionStore.AddTransactionAnyway(work, open.StateToken, after, expiresAt);
        else if (after.Interaction is { IsDirect: true })
            interactionStore.ChangeTransactionAnyway(work, open.StateToken, open.Version, after, expiresAt);
        else
            interactionStore.ChangeTransaction(work, open.StateToken, open.Version, after, expiresAt);
        return new SignInOutcome.Pending(await states.ReadAsync(after, credentials, ct), open.StateToken, expiresAt) { HasChanged = true };
    }

    async Task<Transaction> NextAsync(Transaction proved, Credentials credentials, Work work, CancellationToken ct) =>
        await pushes.SentAsync(await next.OfAsync(proved, credentials, ct), credentials, work, ct);

    /// <summary>One of Identity Engine's has less time once somebody has said who they are, and least once everything is proved.</summary>
    DateTimeOffset LivesUntil(Transaction after, OpenTransaction open) => after switch
    {
        { Interaction: { FinishedAt: not null } } => store.Time.GetUtcNow() + FinishedLifetime,
        { Interaction: { Login: not null } } => store.Time.GetUtcNow() + StateTokenLifetime,
        _ => open.ExpiresAt,
    };

    /// <summary>Where it still stands as it was opened: of calls that saw the same state, one ends it.</summary>
    public void End(OpenTransaction open, Work work) => interactionStore.EndTransaction(work, open.StateToken, open.Version);

    /// <summary>Spent, like whatever a refusal keeps: wrong answers at once are counted one by one.</summary>
    public void Remember(OpenTransaction open, Transaction refused, Work work) =>
        interactionStore.SpendAttempt(work, open.StateToken, open.Version, refused);

    async Task<SignInOutcome> SucceedAsync(Transaction transaction, Credentials credentials, Work work, CancellationToken ct)
    {
        var rule = await next.SessionRuleAsync(transaction, credentials.User, ct);
        TellSignedIn(transaction, credentials, rule, work);
        var (token, expiresAt) = sessions.IssueToken(work, credentials.User, string.Join(' ', transaction.Methods), rule);
        return new SignInOutcome.SignedIn(transaction, credentials, token, expiresAt);
    }

    public async Task<Authentication> ProvedByAsync(Transaction finished, CancellationToken ct)
    {
        var credentials = await credentialStore.FindCredentialsOfAsync(finished.UserId, ct) ?? throw new SignInRefusal.TransactionGone();
        var rule = await next.SessionRuleAsync(finished, credentials.User, ct);
        // Going on from a session makes nobody's proof younger, and no session last longer.
        var provedAt = finished.Interaction?.AuthenticatedAt is { } earlier
            ? DateTimeOffset.FromUnixTimeSeconds(earlier)
            : store.Time.GetUtcNow();
        return Sessions.Proved(finished.UserId, string.Join(' ', finished.Methods), rule, provedAt) with
        {
            IsKept = finished.Interaction is { KeepsSession: true },
        };
    }

    void TellSignedIn(Transaction transaction, Credentials credentials, SessionRule? rule, Work work)
    {
        if (transaction is { Interaction: { AuthenticatedAt: null }, Methods: var methods } && methods.Contains("pwd"))
            work.Tell(SignInEvents.AnsweredWithPassword(credentials.User));
        if (rule is not null)
            work.Tell(SignInEvents.Evaluated(credentials.User, "ALLOW", rule));
        work.Tell(SignInEvents.SignedIn(credentials.User));
        credentialStore.NoteLogin(work, transaction.UserId);
    }
}

/// <summary>A transaction as a call found it.</summary>
sealed record OpenTransaction(string StateToken, Transaction Transaction, long Version, DateTimeOffset ExpiresAt)
{
    /// <summary>The version of one that is in no table yet.</summary>
    public const long Unkept = -1;

    /// <summary>Whether the page that waits is another than the one that asks: it is the one to end it.</summary>
    public bool IsElsewhere { get; init; }

    public override string ToString() => Transaction.ToString();
}
