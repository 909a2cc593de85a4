using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Steps;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Begins transactions of Identity Engine's: for nobody yet, or with the token of a mail (idx.md 2).</summary>
sealed class InteractionStart(CredentialStore credentialStore, Transactions transactions, Dispatcher dispatcher)
{
    public Task<SignInOutcome> BeginAsync(
        string stateToken, string appId, Interaction interaction, Work work, CancellationToken ct) =>
        transactions.AwaitAsync(stateToken, Waiting(appId, interaction) with { Address = work.Origin.Address }, null, work, ct);

    /// <summary>
    /// The token is spent with the work. Of one that would have activated somebody, and has expired, another may be asked for.
    /// </summary>
    /// <exception cref="SignInRefusal">It is none, or another kind's.</exception>
    public Task<SignInOutcome> BeginAsync(
        string stateToken, string appId, Interaction interaction, MailedToken mailed, Work work, CancellationToken ct) =>
        AwaitAsync(stateToken, Waiting(appId, interaction), mailed, work, ct);

    /// <summary>The same, behind a page of the org's own, and for no app.</summary>
    /// <exception cref="SignInRefusal">It is none, or another kind's.</exception>
    public Task<SignInOutcome> BeginHostedAsync(Interaction interaction, MailedToken mailed, Work work, CancellationToken ct) =>
        AwaitAsync(StateHandles.NewToken(), Hosted(appId: null, interaction, work), mailed, work, ct);

    async Task<SignInOutcome> AwaitAsync(
        string stateToken, Transaction waiting, MailedToken mailed, Work work, CancellationToken ct)
    {
        var good = await credentialStore.RecoveryTokens.FindAsync(mailed.Token, ct);
        var recovery = good ?? await credentialStore.RecoveryTokens.FindLateActivationAsync(mailed.Token, ct);
        if (recovery is null
            || recovery.RecoveryType != mailed.RecoveryType
            || await credentialStore.FindCredentialsOfAsync(recovery.UserId, ct) is not { } credentials
            || (good is null && !RequestActivationStep.IsFor(credentials)))
            throw new SignInRefusal.RecoveryTokenUnknown();

        credentialStore.RecoveryTokens.Spend(work, mailed.Token);
        var transaction = waiting with
        {
            Interaction = waiting.Interaction! with { Login = credentials.User.Login },
            UserId = recovery.UserId,
            RecoveryType = mailed.RecoveryType,
            Status = good is null ? RequestActivationStep.LinkExpired : StatusOf(mailed, credentials.User),
        };
        return await transactions.AwaitAsync(stateToken, transaction, credentials, work, ct);
    }

    static string StatusOf(MailedToken mailed, User user) =>
        mailed.RecoveryType is RecoveryTypes.Password && user.RecoveryQuestion is not null
            ? AuthnStatuses.Recovery
            : AuthnStatuses.PasswordReset;

    /// <summary>With a first step at once. It is kept whatever is said of it then: a refusal may tell how to go on.</summary>
    public Task<SignInOutcome> BeginWithAsync(
        string stateToken, Transaction fresh, SignInInput input, Work work, CancellationToken ct) =>
        dispatcher.BeginAsync(transactions.Fresh(stateToken, fresh), input, work, ct);

    /// <summary>With a first step at once, behind a page of the org's own. Of one that is refused nothing is kept.</summary>
    public Task<SignInOutcome> BeginHostedAsync(
        string? appId, Interaction interaction, SignInInput input, Work work, CancellationToken ct) =>
        BeginWithAsync(StateHandles.NewToken(), Hosted(appId, interaction, work), input, work, ct);

    /// <summary>The same, of a recovery: which, <see cref="RecoveryTypes"/> say.</summary>
    public Task<SignInOutcome> BeginHostedAsync(
        string? appId, Interaction interaction, HostedRecovery asked, Work work, CancellationToken ct) =>
        BeginWithAsync(
            StateHandles.NewToken(), Hosted(appId, interaction, work) with { RecoveryType = asked.RecoveryType }, asked.By, work, ct);

    static Transaction Hosted(string? appId, Interaction interaction, Work work) =>
        Waiting(appId, interaction with { IsHosted = true }) with { Device = interaction.Browser, Address = work.Origin.Address };

    static Transaction Waiting(string? appId, Interaction interaction) =>
        new()
        {
            UserId = "",
            Status = interaction.IsActivation ? AuthnStatuses.DeviceActivate : AuthnStatuses.Unauthenticated,
            AppId = appId,
            ReturnTo = interaction.ReturnTo,
            Interaction = interaction,
            Warns = true,
        };
}

/// <summary>What a mail brought, and what for: one of <see cref="RecoveryTypes"/>.</summary>
sealed record MailedToken(string RecoveryType, string Token)
{
    public override string ToString() => $"token for {RecoveryType}";
}

/// <summary>What somebody wants to recover on a page of the org's own, and whose it is by what proof.</summary>
sealed record HostedRecovery(string RecoveryType, SignInInput.Choose By)
{
    public override string ToString() => RecoveryType;
}
