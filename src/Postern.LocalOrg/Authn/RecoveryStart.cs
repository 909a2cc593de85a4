using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>Begins recoveries: <c>recovery/password</c>, <c>recovery/unlock</c> and <c>recovery/token</c> (authn.md 9). An anonymous caller cannot tell from the answer whether the user exists.</summary>
sealed class RecoveryStart(OrgStore store, PasswordSignIn signIn, SignInPolicies policies, Dispatcher dispatcher, StateWriter states, RecoveryMessages messages)
{
    public async Task<TransactionBody> BeginAsync(string recoveryType, AuthnRequest request, AuthnCaller caller, Work work, CancellationToken ct)
    {
        if (request.Username is not { } username)
            throw new SignInRefusal.Blank(SignInField.Username);

        var factor = request.FactorType?.ToUpperInvariant();
        if (factor is not ("EMAIL" or "SMS" or "CALL" or null) || (factor is null && !caller.IsTrusted))
            throw OktaError.Invalid("factorType", "factorType: The factorType must be one of EMAIL, SMS or CALL."); // UNCONFIRMED (authn.md 9)

        var credentials = await signIn.FindAsync(username, ct);
        var allowed = IsAllowed(credentials, recoveryType) ? credentials : null;
        if (caller.IsTrusted)
            await CheckTrustedAsync(credentials, allowed, recoveryType, factor, ct);

        return factor switch
        {
            null => HandOutToken(allowed!, recoveryType, request.RelayState, work),
            "EMAIL" => SendMail(allowed, recoveryType, request.RelayState, work),
            _ => await dispatcher.BeginAsync(
                new()
                {
                    UserId = allowed?.User.Id ?? "", Status = AuthnStatuses.RecoveryChallenge, RecoveryType = recoveryType, RecoveryFactor = factor, RelayState = request.RelayState,
                    Challenge = await messages.SendCodeAsync(work, factor, allowed, ct), Device = caller.Device, Address = caller.Address,
                },
                allowed,
                work,
                ct),
        };
    }

    /// <summary>With the token of a recovery mail.</summary>
    public async Task<TransactionBody> RedeemAsync(AuthnRequest request, AuthnCaller caller, Work work, CancellationToken ct)
    {
        if (request.RecoveryToken is not { } token)
            throw new SignInRefusal.RecoveryTokenUnknown();
        if (await SpendAsync(store, token, work, ct) is not { } recovery || recovery.RecoveryType is RecoveryTypes.AccountActivation)
            throw await store.IsRecoveryTokenUsedAsync(token, ct)
                ? new SignInRefusal.RecoveryTokenUsed()
                : new SignInRefusal.RecoveryTokenUnknown();

        var credentials = await store.FindCredentialsOfAsync(recovery.UserId, ct) ?? throw new SignInRefusal.RecoveryTokenUnknown();
        var transaction = new Transaction
        {
            UserId = recovery.UserId, Status = AuthnStatuses.Recovery, RecoveryType = recovery.RecoveryType, RelayState = recovery.RelayState,
            EnrollsOptional = request.Options?.MultiOptionalFactorEnroll ?? false, Device = caller.Device, Address = caller.Address,
        };
        if (credentials.User.RecoveryQuestion is not null)
            return await dispatcher.BeginAsync(transaction, credentials, work, ct);
        if (recovery.RecoveryType is not RecoveryTypes.Unlock)
            return await dispatcher.BeginAsync(transaction with { Status = AuthnStatuses.PasswordReset }, credentials, work, ct);

        return await dispatcher.GoOnAsync(transaction with { Methods = ["pwd"] }, store.Unlock(work, credentials), work, ct);
    }

    /// <summary>What the token stands for; it is spent with the work.</summary>
    public static async Task<Recovery?> SpendAsync(OrgStore store, string token, Work work, CancellationToken ct)
    {
        var recovery = await store.FindRecoveryTokenAsync(token, ct);
        if (recovery is not null)
            store.SpendRecoveryToken(work, token);
        return recovery;
    }

    bool IsAllowed(Credentials? credentials, string recoveryType)
    {
        if (credentials is null || credentials.User.IdentityProvider is not null)
            return false;

        var policy = policies.Password(credentials.User);
        return recoveryType is RecoveryTypes.Unlock
            ? policy.AllowsUnlock && credentials.State is UserState.LockedOut
            : policy.AllowsReset && credentials.State is UserState.Active or UserState.PasswordExpired or UserState.Recovery;
    }

    /// <summary>A trusted caller is told what is wrong: authn.md 13.</summary>
    async Task CheckTrustedAsync(Credentials? credentials, Credentials? allowed, string recoveryType, string? factor, CancellationToken ct)
    {
        if (credentials is null)
            throw new SignInRefusal.RecoveryOfUnknownUser();
        if (allowed is null)
            throw recoveryType is RecoveryTypes.Unlock ? new SignInRefusal.UnlockNotAllowed() : new SignInRefusal.PasswordResetNotAllowed();
        if (factor is "SMS" or "CALL" && await messages.PhoneAsync(allowed.User, ct) is null)
            throw new SignInRefusal.NoVerifiedPhone();
    }

    TransactionBody HandOutToken(Credentials credentials, string recoveryType, string? relayState, Work work)
    {
        var (token, expiresAt) = Issue(credentials, recoveryType, relayState, work);
        return states.Recovery(recoveryType, relayState, credentials, token, expiresAt);
    }

    TransactionBody SendMail(Credentials? credentials, string recoveryType, string? relayState, Work work)
    {
        if (credentials is not null)
        {
            var (token, _) = Issue(credentials, recoveryType, relayState, work);
            messages.SendToken(work, credentials.User, recoveryType, token);
        }

        return new() { Status = AuthnStatuses.RecoveryChallenge, RelayState = relayState, FactorResult = FactorResults.Waiting, FactorType = "EMAIL", RecoveryType = recoveryType };
    }

    (string Token, DateTimeOffset ExpiresAt) Issue(Credentials credentials, string recoveryType, string? relayState, Work work) =>
        messages.IssueToken(work, new(credentials.User.Id, recoveryType, relayState), policies.Password(credentials.User).RecoveryTokenLifetime);
}
