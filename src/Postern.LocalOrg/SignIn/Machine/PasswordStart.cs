using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Begins sign-ins: with a password, or with a factor in its place (authn.md 3).</summary>
sealed class PasswordStart(PasswordSignIn signIn, SignInPolicies policies, NextState next, Transactions transactions, RateLimiter limits)
{
    public async Task<SignInOutcome> BeginAsync(SignInStart.Password start, Work work, CancellationToken ct)
    {
        if (start.Secret is null && !policies.FactorMayComeFirst)
            throw new SignInRefusal.PasswordNeeded();
        if (!await limits.TryTakeForUserAsync(start.Login, work, ct))
            throw new SignInRefusal.TooManyAttempts();
        if (start.Secret is not { } password)
            return await BeginWithFactorAsync(start, work, ct);

        var outcome = await signIn.TryAsync(start.Login, password, work.Origin, ct);
        if (outcome.IsLockedOut)
            return new SignInOutcome.LockedOut(start.RelayState, outcome.UserId);

        var credentials = outcome.Accepted ?? throw new SignInRefusal.WrongCredentials { UserId = outcome.UserId };
        return await transactions.BeginAsync(await FirstStateAsync(start.Begun(credentials), credentials, work, ct), credentials, work, ct);
    }

    /// <summary>Who needs nothing but a password is not looked at any further.</summary>
    async ValueTask<Transaction> FirstStateAsync(Transaction transaction, Credentials credentials, Work work, CancellationToken ct)
    {
        if (!policies.MayAskMore
            && !credentials.User.RequiresFactor
            && credentials.State is UserState.Active
            && policies.Password(credentials.User).MaxAge is null)
            return transaction with { Status = AuthnStatuses.Success };

        if (await next.SessionRuleAsync(transaction, credentials.User, ct) is { AllowsAccess: false } denying)
        {
            work.TellAnyway(SignInEvents.Evaluated(credentials.User, "DENY", denying));
            throw new SignInRefusal.AccessDenied { UserId = credentials.User.Id };
        }

        return await next.OfAsync(transaction, credentials, ct);
    }

    /// <summary>A user name alone: a factor takes the password's place (authn.md 6.15).</summary>
    async Task<SignInOutcome> BeginWithFactorAsync(SignInStart.Password start, Work work, CancellationToken ct)
    {
        // UNCONFIRMED (authn.md 6.15): whoever cannot begin so is answered as one with a wrong password.
        if (await signIn.FindAsync(start.Login, ct) is not { State: UserState.Active or UserState.PasswordExpired } credentials)
            throw new SignInRefusal.WrongCredentials();

        var transaction = start.Begun(credentials) with { Methods = [] };
        if (await next.SessionRuleAsync(transaction, credentials.User, ct) is not { FactorMayComeFirst: true, AllowsAccess: true }
            || (await next.FactorsAsync(transaction, ct)).Count == 0)
            throw new SignInRefusal.WrongCredentials { UserId = credentials.User.Id };

        return await transactions.BeginAsync(transaction, credentials, work, ct);
    }
}
