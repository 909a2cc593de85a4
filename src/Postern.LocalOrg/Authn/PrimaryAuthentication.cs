using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary><c>POST /api/v1/authn</c> without a state token: authn.md 3.</summary>
sealed class PrimaryAuthentication(OrgStore store, PasswordSignIn signIn, SignInPolicies policies, NextState next, Dispatcher dispatcher, StateWriter states, RateLimiter limits)
{
    public async Task<TransactionBody> BeginAsync(AuthnRequest request, AuthnCaller caller, Work work, CancellationToken ct)
    {
        if (request.Audience is { } audience)
            throw OktaError.Invalid("authRequest", $"Sign in not allowed for app '{audience}'.");
        if (request.Token is { } token)
            return await ActivateAsync(token, request, caller, work, ct);

        if (policies.FactorMayComeFirst && request is { Username: { } login, Password: null })
            return await BeginWithFactorAsync(login, request, caller, work, ct);

        if (request is not { Username: { } username, Password: { } password })
            throw new SignInRefusal.PasswordNeeded();
        if (!await limits.TryTakeForUserAsync(username, ct))
            throw new SignInRefusal.TooManyAttempts();

        var outcome = await signIn.TryAsync(username, password, ct);
        if (outcome.IsLockedOut)
            return states.LockedOut(request.RelayState);

        var credentials = outcome.Accepted ?? throw new SignInRefusal.WrongCredentials();
        return await dispatcher.BeginAsync(await FirstStateAsync(Begun(credentials, request, caller), credentials, ct), credentials, work, ct);
    }

    /// <summary>Who needs nothing but a password is not looked at any further.</summary>
    async ValueTask<Transaction> FirstStateAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        if (!policies.MayAskMore && !credentials.User.RequiresFactor && credentials.State is UserState.Active && policies.Password(credentials.User).MaxAge is null)
            return transaction with { Status = AuthnStatuses.Success };

        if (await next.SessionRuleAsync(transaction, credentials.User, ct) is { AllowsAccess: false })
            throw new SignInRefusal.AccessDenied();
        return await next.OfAsync(transaction, credentials, ct);
    }

    /// <summary>A user name alone: a factor takes the password's place (authn.md 6.15).</summary>
    async Task<TransactionBody> BeginWithFactorAsync(string username, AuthnRequest request, AuthnCaller caller, Work work, CancellationToken ct)
    {
        if (!await limits.TryTakeForUserAsync(username, ct))
            throw new SignInRefusal.TooManyAttempts();

        // UNCONFIRMED (authn.md 6.15): whoever cannot begin so is answered as one with a wrong password.
        if (await signIn.FindAsync(username, ct) is not { State: UserState.Active or UserState.PasswordExpired } credentials)
            throw new SignInRefusal.WrongCredentials();
        var transaction = Begun(credentials, request, caller) with { Methods = [] };
        if (await next.SessionRuleAsync(transaction, credentials.User, ct) is not { FactorMayComeFirst: true, AllowsAccess: true } || (await next.FactorsAsync(transaction, ct)).Count == 0)
            throw new SignInRefusal.WrongCredentials();

        return await dispatcher.BeginAsync(transaction, credentials, work, ct);
    }

    /// <summary>An activation token in the place of a password: authn.md 3.1.</summary>
    async Task<TransactionBody> ActivateAsync(string token, AuthnRequest request, AuthnCaller caller, Work work, CancellationToken ct)
    {
        if (await RecoveryStart.SpendAsync(store, token, work, ct) is not { RecoveryType: RecoveryTypes.AccountActivation } activation
            || await store.FindCredentialsOfAsync(activation.UserId, ct) is not { } credentials)
            throw new SignInRefusal.WrongCredentials();

        var transaction = Begun(credentials, request, caller);
        return credentials.PasswordHash.Length == 0
            ? await dispatcher.BeginAsync(transaction with { Status = AuthnStatuses.PasswordReset, RecoveryType = RecoveryTypes.AccountActivation }, credentials, work, ct)
            : await dispatcher.GoOnAsync(transaction, credentials, work, ct);
    }

    static Transaction Begun(Credentials credentials, AuthnRequest request, AuthnCaller caller) => new()
    {
        UserId = credentials.User.Id, Status = AuthnStatuses.Unauthenticated, RelayState = request.RelayState, Methods = PasswordAlone,
        Warns = request.Options?.WarnBeforePasswordExpired ?? false, EnrollsOptional = request.Options?.MultiOptionalFactorEnroll ?? false,
        Device = caller.Device, Address = caller.Address, AutoPush = caller.AutoPushUsers.Contains(credentials.User.Id),
    };

    static readonly string[] PasswordAlone = ["pwd"];
}
