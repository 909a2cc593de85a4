using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Steps;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Gathers what there is to show of a transaction in each status: authn.md 6.</summary>
sealed class StateReader(
    OrgStore store, FactorStore factorStore, OrgDirectory directory, SignInPolicies policies, NextState next, FinalQuestions questions)
{
    readonly IdentityRouting _routing = new(directory, policies);

    public async Task<SignInState> ReadAsync(Transaction transaction, Credentials? credentials, CancellationToken ct)
    {
        SignInState state = (transaction.Status, credentials) switch
        {
            (AuthnStatuses.RecoveryChallenge, _) => new SignInState.AwaitingRecoveryCode { Transaction = transaction },
            (AuthnStatuses.Unauthenticated, null) => new SignInState.Identifying { Transaction = transaction },
            (Recovered.Unlocked, _) => new SignInState.Unlocked { Transaction = transaction, Credentials = credentials },
            (RequestActivationStep.LinkExpired, _) => new SignInState.ActivationLinkExpired
            {
                Transaction = transaction,
                Credentials = credentials,
            },
            (AuthnStatuses.DeviceActivate, _) => new SignInState.AwaitingUserCode { Transaction = transaction },
            (_, { } known) => await ReadKnownAsync(transaction, known, ct),
            _ => throw new SignInRefusal.TransactionGone(),
        };
        return transaction.AppId is { } appId ? await ForAsync(await directory.FindAppAsync(appId, ct), appId, state, ct) : state;
    }

    async ValueTask<SignInState> ForAsync(App? app, string appId, SignInState state, CancellationToken ct)
    {
        if (app is not null && state is SignInState.Identifying or SignInState.ChoosingFirstFactor)
            state = state with
            {
                Routing = await _routing.OfAsync(app, state.Transaction.Interaction?.Login, state.Transaction.Address, ct),
            };
        if (app is not null && state is SignInState.Identifying identifying)
            state = identifying with { Registration = SelfRegistration.Of(directory.Org, app) };
        return state with { AppName = app?.Name ?? appId };
    }

    async Task<SignInState> ReadKnownAsync(Transaction transaction, Credentials credentials, CancellationToken ct) =>
        transaction.Status switch
        {
            AuthnStatuses.Success => new SignInState.Finished { Transaction = transaction, Credentials = credentials },
            AuthnStatuses.Unauthenticated =>
                new SignInState.ChoosingFirstFactor(await FirstFactorsAsync(transaction, credentials, ct))
                {
                    Transaction = transaction,
                    Credentials = credentials,
                },
            AuthnStatuses.MfaRequired => await ChoosingFactorAsync(transaction, credentials, ct),
            AuthnStatuses.MfaChallenge => await ChallengedAsync(transaction, credentials, ct),
            AuthnStatuses.MfaEnroll => await ChoosingEnrollmentAsync(transaction, credentials, ct),
            AuthnStatuses.MfaEnrollActivate =>
                new SignInState.Enrolling(
                    transaction.Factor!, Enrollable(transaction, credentials), await factorStore.FactorsOfAsync(credentials, ct))
                {
                    Transaction = transaction,
                    Credentials = credentials,
                },
            AuthnStatuses.ProfileRequired or AuthnStatuses.ConsentRequired or FinalQuestions.AsksToStay =>
                await AskingAsync(transaction, credentials, ct) with { Transaction = transaction, Credentials = credentials },
            AuthnStatuses.Recovery =>
                new SignInState.AskingRecoveryQuestion(credentials.User.RecoveryQuestion)
                {
                    Transaction = transaction,
                    Credentials = credentials,
                },
            _ => PasswordDue(transaction, credentials),
        };

    async Task<SignInState> AskingAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        if (transaction.Status is FinalQuestions.AsksToStay)
            return new SignInState.AskingToStay { Transaction = transaction };
        if (await directory.FindAppAsync(transaction.AppId ?? "", ct) is not { } app)
            throw new SignInRefusal.TransactionGone();
        if (transaction.Status is AuthnStatuses.ProfileRequired)
            return new SignInState.CompletingProfile(SelfRegistration.Missing(directory.Org, app, credentials.User))
            {
                Transaction = transaction,
            };

        return new SignInState.AskingConsent(await questions.ScopesAsync(transaction.Interaction!, app, credentials.User, ct))
        {
            Transaction = transaction,
        };
    }

    /// <summary>None, where the policies want a password first.</summary>
    async Task<List<Factor>> FirstFactorsAsync(Transaction transaction, Credentials credentials, CancellationToken ct) =>
        transaction.Interaction is null || await next.MayComeFirstAsync(transaction, credentials.User, ct)
            ? await next.FactorsAsync(transaction, ct)
            : [];

    async Task<SignInState> ChoosingFactorAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        var factors = await next.FactorsAsync(transaction, ct);
        var rule = await next.SessionRuleAsync(transaction, credentials.User, ct);
        return new SignInState.ChoosingFactor(factors, rule) { Transaction = transaction, Credentials = credentials };
    }

    async Task<SignInState> ChallengedAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        var factor = transaction.Factor!;
        var isFirst = transaction.Methods.Count == 0;
        return new SignInState.FactorChallenged(factor)
        {
            Transaction = transaction, Credentials = credentials,
            Choices = transaction.Interaction is null ? [] : await FirstFactorsAsync(transaction, credentials, ct),
            Any = !isFirst && transaction.Challenge is { IsForAny: true }
                ? (await next.FactorsAsync(transaction, ct)).FindAll(other => other.FactorType == factor.FactorType)
                : null,
            Rule = isFirst ? null : await next.SessionRuleAsync(transaction, credentials.User, ct),
        };
    }

    async Task<SignInState> ChoosingEnrollmentAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        var rules = Enrollable(transaction, credentials);
        var enrolled = await factorStore.FactorsOfAsync(credentials, ct);
        var maySkip = await next.MaySkipEnrollmentAsync(transaction, credentials, ct);
        return new SignInState.ChoosingEnrollment(rules, enrolled, maySkip) { Transaction = transaction, Credentials = credentials };
    }

    List<FactorRule> Enrollable(Transaction transaction, Credentials credentials) =>
    [
        .. policies.Enrollable(credentials.User).Where(rule =>
            transaction.Enrolls?.Any(name => Authenticators.Covers(name, rule)) is not false && NextState.Helps(transaction, rule)),
    ];

    SignInState.PasswordDue PasswordDue(Transaction transaction, Credentials credentials)
    {
        var policy = policies.Password(credentials.User);
        var days = transaction.Status is AuthnStatuses.PasswordWarn
            ? PasswordAge.DaysLeft(credentials, policy, store.Time.GetUtcNow())
            : null;
        return new(policy, days) { Transaction = transaction, Credentials = credentials };
    }
}
