using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Steps;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>
/// Signs people in, for whichever surface they come through. In go a start, an input or a proof, out come an outcome or a
/// <see cref="SignInRefusal"/>; it knows of
/// no request, no answer and no error of any surface. What it writes, it writes with the caller's work. Put together here.
/// </summary>
sealed class SignInMachine
{
    readonly NextState _next;
    readonly Transactions _transactions;
    readonly Dispatcher _dispatcher;
    readonly PasswordStart _passwords;
    readonly RecoveryStart _recovery;

    public SignInMachine(
        SignInStores stores,
        OrgDirectory directory,
        SignInPolicies policies,
        PasswordSignIn signIn,
        RateLimiter limits,
        Surroundings surroundings,
        AuthorizationServers servers)
    {
        var questions = new FinalQuestions(directory, stores.Interactions, servers);
        var messages = new RecoveryMessages(stores.Rows, stores.Credentials, stores.Factors, surroundings);
        _next = new(stores.Rows, stores.Factors, directory, policies, questions);
        var states = new StateReader(stores.Rows, stores.Factors, directory, policies, _next, questions);
        _transactions = new(
            stores.Rows, stores.Credentials, stores.Interactions, _next, states, new(_next, surroundings),
            new(stores.Sessions, stores.Rows.Time));
        var routed = new RoutedAway(directory, new IdentityRouting(directory, policies));
        var steps = new AllSteps(stores, directory, _next, policies, messages, signIn, limits, questions, servers, routed);
        _dispatcher = new(stores.Credentials, steps, _transactions, routed, surroundings);
        _recovery = new(stores.Credentials, signIn, policies, _transactions, messages);
        Interactions = new(stores.Credentials, _transactions, _dispatcher);
        _passwords = new(signIn, policies, _next, _transactions, limits);
    }

    /// <summary>Identity Engine's transactions, which have a beginning of their own.</summary>
    public InteractionStart Interactions { get; }

    public Task<SignInOutcome> BeginAsync(SignInStart start, Work work, CancellationToken ct) => start switch
    {
        SignInStart.Password given => _passwords.BeginAsync(given, work, ct),
        SignInStart.Activation given => _recovery.BeginAsync(given, work, ct),
        SignInStart.Recovery given => _recovery.BeginAsync(given, work, ct),
        SignInStart.RecoveryToken given => _recovery.BeginAsync(given, work, ct),
        _ => throw new InvalidOperationException($"A start that nobody knows: {start}"),
    };

    /// <summary>A step on the transaction that the state token names.</summary>
    public Task<SignInOutcome> TakeAsync(string stateToken, SignInInput input, Work work, CancellationToken ct) =>
        _dispatcher.TakeAsync(stateToken, input, work, ct);

    /// <summary>A step on one of Identity Engine's, which is read once it is known what there is to answer.</summary>
    public Task<SignInOutcome> TakeAsync(string stateToken, Func<Transaction, SignInInput> read, Work work, CancellationToken ct) =>
        _dispatcher.TakeAsync(stateToken, new InteractionCall(read), work, ct);

    /// <summary>The same, where the surface does not let everybody in.</summary>
    public Task<SignInOutcome> TakeAsync(string stateToken, InteractionCall call, Work work, CancellationToken ct) =>
        _dispatcher.TakeAsync(stateToken, call, work, ct);

    /// <summary>A step on one that a page of the org's own shows, by the browser of this name.</summary>
    public Task<SignInOutcome> TakeHostedAsync(
        string stateToken, string? browser, SignInInput input, Work work, CancellationToken ct) =>
        _dispatcher.TakeHostedAsync(stateToken, browser, input, work, ct);

    /// <summary>A step by the link of a mail, whichever page waits.</summary>
    public Task<SignInOutcome> TakeLinkedAsync(
        string stateToken, Func<Transaction, SignInInput> read, Work work, CancellationToken ct) =>
        _dispatcher.TakeLinkedAsync(stateToken, read, work, ct);

    /// <summary>Whether the policies keep somebody out whatever they prove.</summary>
    public async Task<bool> IsKeptOutAsync(Proof proof, CancellationToken ct) =>
        await _next.SessionRuleAsync(proof.Begun(), proof.Credentials.User, ct) is { AllowsAccess: false };

    /// <summary>How far what somebody has proved takes them.</summary>
    public async Task<Reached> ReachAsync(Proof proof, CancellationToken ct)
    {
        var reached = await _next.OfAsync(proof.Begun(), proof.Credentials, ct);
        if (reached.Status is not AuthnStatuses.Success || proof.Wanted is Assurance.AsThePoliciesSay)
            return new(reached, proof.Credentials);

        // The app wants to be surer than the policies do, or as sure as it can be.
        var status = (await _next.FactorsAsync(reached, ct)).Count > 0 ? AuthnStatuses.MfaRequired
            : proof.Wanted is Assurance.Factor ? AuthnStatuses.MfaEnroll
            : AuthnStatuses.Success;
        return new(reached with { Status = status }, proof.Credentials);
    }

    /// <summary>Goes on from there, as a transaction.</summary>
    public Task<SignInOutcome> KeepAsync(Reached reached, Work work, CancellationToken ct) =>
        _transactions.BeginAsync(reached.Transaction, reached.Credentials, work, ct);

    /// <summary>What somebody has signed in to whose app's request can go on; once.</summary>
    public async Task<Transaction> FinishAsync(string stateToken, Work work, CancellationToken ct)
    {
        var open = await _transactions.OpenAsync(stateToken, ct);
        if (open.Transaction is not { Status: AuthnStatuses.Success, AppId: not null, Interaction: null or { IsHosted: false } })
            throw new SignInRefusal.TransactionGone();

        _transactions.End(open, work);
        return open.Transaction;
    }

    /// <summary>What a session stands for that begins with it: it lasts as the policies say.</summary>
    public Task<Authentication> ProvedByAsync(Transaction finished, CancellationToken ct) => _transactions.ProvedByAsync(finished, ct);
}
