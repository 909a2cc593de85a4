using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Begins transactions of Identity Engine's: for nobody yet, or with the token of a mail (idx.md 2).</summary>
sealed class InteractionStart(CredentialStore credentialStore, Transactions transactions, Dispatcher dispatcher)
{
    public Task<SignInOutcome> BeginAsync(
        string stateToken, string appId, Interaction interaction, Work work, CancellationToken ct) =>
        transactions.AwaitAsync(stateToken, Waiting(appId, interaction), null, work, ct);

    /// <summary>The token is spent with the work.</summary>
    /// <exception cref="SignInRefusal">It is none, or another kind's.</exception>
    public async Task<SignInOutcome> BeginAsync(
        string stateToken, string appId, Interaction interaction, MailedToken mailed, Work work, CancellationToken ct)
    {
        var recovery = await credentialStore.FindRecoveryTokenAsync(mailed.Token, ct);
        if (recovery is null
            || recovery.RecoveryType != mailed.RecoveryType
            || await credentialStore.FindCredentialsOfAsync(recovery.UserId, ct) is not { } credentials)
            throw new SignInRefusal.RecoveryTokenUnknown();

        credentialStore.SpendRecoveryToken(work, mailed.Token);
        var asksQuestion = mailed.RecoveryType is RecoveryTypes.Password && credentials.User.RecoveryQuestion is not null;
        var transaction = Waiting(appId, interaction with { Login = credentials.User.Login }) with
        {
            UserId = recovery.UserId,
            RecoveryType = mailed.RecoveryType,
            Status = asksQuestion ? AuthnStatuses.Recovery : AuthnStatuses.PasswordReset,
        };
        return await transactions.AwaitAsync(stateToken, transaction, credentials, work, ct);
    }

    /// <summary>With a first step at once. It is kept whatever is said of it then: a refusal may tell how to go on.</summary>
    public Task<SignInOutcome> BeginWithAsync(
        string stateToken, Transaction fresh, SignInInput input, Work work, CancellationToken ct) =>
        dispatcher.BeginAsync(transactions.Fresh(stateToken, fresh), input, work, ct);

    /// <summary>With a first step at once, behind a page of the org's own. Of one that is refused nothing is kept.</summary>
    public Task<SignInOutcome> BeginHostedAsync(
        string appId, Interaction interaction, SignInInput input, Work work, CancellationToken ct) =>
        BeginWithAsync(StateHandles.NewToken(), Waiting(appId, interaction with { IsHosted = true }), input, work, ct);

    static Transaction Waiting(string appId, Interaction interaction) =>
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
