using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>
/// Begins recoveries and activations (authn.md 3.1, 9). An anonymous caller cannot tell from the outcome whether the user exists.
/// </summary>
sealed class RecoveryStart(
    CredentialStore credentialStore, PasswordSignIn signIn, SignInPolicies policies, Transactions transactions, RecoveryMessages messages)
{
    public async Task<SignInOutcome> BeginAsync(SignInStart.Recovery start, Work work, CancellationToken ct)
    {
        var credentials = await signIn.FindAsync(start.Login, ct);
        var allowed = RecoveryRules.Allow(policies, credentials, start.RecoveryType, start.Caller.Address) ? credentials : null;
        if (start.IsTrusted)
            await CheckTrustedAsync(credentials, allowed, start, ct);

        return start.Channel switch
        {
            RecoveryChannel.HandedOut => HandOutToken(allowed!, start, work),
            RecoveryChannel.Email => SendMail(allowed, start, work),
            var channel => await SendCodeAsync(allowed, start, channel is RecoveryChannel.Call ? "CALL" : "SMS", work, ct),
        };
    }

    /// <summary>With the token of a recovery mail.</summary>
    public async Task<SignInOutcome> BeginAsync(SignInStart.RecoveryToken start, Work work, CancellationToken ct)
    {
        if (await SpendAsync(start.Token, work, ct) is not { } recovery || recovery.RecoveryType is RecoveryTypes.AccountActivation)
            throw await credentialStore.RecoveryTokens.IsUsedAsync(start.Token, ct)
                ? new SignInRefusal.RecoveryTokenUsed()
                : new SignInRefusal.RecoveryTokenUnknown();

        var credentials = await credentialStore.FindCredentialsOfAsync(recovery.UserId, ct)
            ?? throw new SignInRefusal.RecoveryTokenUnknown();
        var transaction = new Transaction
        {
            UserId = recovery.UserId,
            Status = AuthnStatuses.Recovery,
            RecoveryType = recovery.RecoveryType,
            RelayState = recovery.RelayState,
            EnrollsOptional = start.EnrollsOptional, Device = start.Caller.Device, Address = start.Caller.Address,
        };
        if (credentials.User.RecoveryQuestion is not null)
            return await transactions.BeginAsync(transaction, credentials, work, ct);
        if (recovery.RecoveryType is not RecoveryTypes.Unlock)
            return await transactions.BeginAsync(transaction with { Status = AuthnStatuses.PasswordReset }, credentials, work, ct);

        return await transactions.GoOnAsync(transaction with { Methods = ["pwd"] }, credentialStore.Unlock(work, credentials), work, ct);
    }

    /// <summary>An activation token in the place of a password: authn.md 3.1.</summary>
    public async Task<SignInOutcome> BeginAsync(SignInStart.Activation start, Work work, CancellationToken ct)
    {
        if (await SpendAsync(start.Token, work, ct) is not { RecoveryType: RecoveryTypes.AccountActivation } activation
            || await credentialStore.FindCredentialsOfAsync(activation.UserId, ct) is not { } credentials)
            throw new SignInRefusal.WrongCredentials();

        var transaction = start.Begun(credentials);
        if (credentials.PasswordHash.Length > 0)
            return await transactions.GoOnAsync(transaction, credentials, work, ct);

        return await transactions.BeginAsync(
            transaction with { Status = AuthnStatuses.PasswordReset, RecoveryType = RecoveryTypes.AccountActivation }, credentials, work,
            ct);
    }

    /// <summary>What the token stands for; it is spent with the work.</summary>
    async Task<Recovery?> SpendAsync(string token, Work work, CancellationToken ct)
    {
        var recovery = await credentialStore.RecoveryTokens.FindAsync(token, ct);
        if (recovery is not null)
            credentialStore.RecoveryTokens.Spend(work, token);
        return recovery;
    }

    /// <summary>A trusted caller is told what is wrong: authn.md 13.</summary>
    async Task CheckTrustedAsync(Credentials? credentials, Credentials? allowed, SignInStart.Recovery start, CancellationToken ct)
    {
        if (credentials is null)
            throw new SignInRefusal.RecoveryOfUnknownUser();
        if (allowed is null)
            throw start.RecoveryType is RecoveryTypes.Unlock
                ? new SignInRefusal.UnlockNotAllowed()
                : new SignInRefusal.PasswordResetNotAllowed();
        if (start.Channel is RecoveryChannel.Sms or RecoveryChannel.Call && await messages.PhoneAsync(allowed.User, ct) is null)
            throw new SignInRefusal.NoVerifiedPhone();
    }

    async Task<SignInOutcome> SendCodeAsync(
        Credentials? credentials, SignInStart.Recovery start, string recoveryFactor, Work work, CancellationToken ct)
    {
        var transaction = new Transaction
        {
            UserId = credentials?.User.Id ?? "",
            Status = AuthnStatuses.RecoveryChallenge,
            RecoveryType = start.RecoveryType,
            RecoveryFactor = recoveryFactor,
            RelayState = start.RelayState, Device = start.Caller.Device, Address = start.Caller.Address,
        };
        var challenge = await messages.SendCodeAsync(transaction, credentials, work, ct);
        return await transactions.BeginAsync(transaction with { Challenge = challenge }, credentials, work, ct);
    }

    SignInOutcome.RecoveryHandedOut HandOutToken(Credentials credentials, SignInStart.Recovery start, Work work)
    {
        var recovery = new Recovery(credentials.User.Id, start.RecoveryType, start.RelayState);
        var (token, expiresAt) = Issue(credentials, recovery, work);
        return new SignInOutcome.RecoveryHandedOut(recovery, credentials, token, expiresAt);
    }

    SignInOutcome.RecoveryMailed SendMail(Credentials? credentials, SignInStart.Recovery start, Work work)
    {
        if (credentials is not null)
        {
            var (token, _) = Issue(credentials, new(credentials.User.Id, start.RecoveryType, start.RelayState), work);
            messages.SendToken(work, credentials.User, start.RecoveryType, token);
        }

        return new SignInOutcome.RecoveryMailed(start.RecoveryType, start.RelayState);
    }

    (string Token, DateTimeOffset ExpiresAt) Issue(Credentials credentials, Recovery recovery, Work work) =>
        messages.IssueToken(work, recovery, policies.Password(credentials.User).RecoveryTokenLifetime);
}
