using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>
/// Signs somebody in to a transaction that an app's request began (authn.md 6.15). Of every other it shows how it stands.
/// </summary>
sealed class PasswordStep(PasswordSignIn signIn, NextState next, RateLimiter limits) : ISignInStep<SignInInput.Password>
{
    public IReadOnlyList<string> Statuses => [];

    public async Task<Turn> TakeAsync(SignInInput.Password input, SignInCall call, CancellationToken ct)
    {
        var (transaction, login) = (call.Transaction, input.Login);
        if (transaction.Interaction is not null && transaction.Methods.Count > 0)
            login = IsSecond(call) ? call.User.Login : throw new SignInRefusal.WrongState();
        else if (transaction is not { Status: AuthnStatuses.Unauthenticated, AppId: not null, RecoveryType: null })
            return transaction.Interaction is null ? new Turn.To(transaction) : throw new SignInRefusal.WrongState();
        if (!await MayTryAsync(login, call, ct))
            throw new SignInRefusal.TooManyAttempts();

        var outcome = await signIn.TryAsync(login, input.Secret, call.Work.Origin, ct);
        var credentials = outcome.Accepted ?? throw new SignInRefusal.WrongCredentials { UserId = outcome.UserId };
        transaction = transaction.Methods.Count > 0 ? transaction.Proving("pwd") : Proving(credentials, input, transaction);
        return await next.SessionRuleAsync(transaction, credentials.User, ct) is { AllowsAccess: false }
            ? throw new SignInRefusal.AccessDenied { UserId = credentials.User.Id }
            : new Turn.Onward(transaction);
    }

    /// <summary>Calls of Identity Engine's API are counted there, each of them (idx.md 3).</summary>
    async ValueTask<bool> MayTryAsync(string login, SignInCall call, CancellationToken ct) =>
        call.Transaction.Interaction is { IsDirect: false, IsHosted: false } || await limits.TryTakeForUserAsync(login, call.Work, ct);

    /// <summary>After another factor, which took its place: idx.md 6.2.</summary>
    static bool IsSecond(SignInCall call) =>
        call.Transaction.Status is AuthnStatuses.MfaRequired or AuthnStatuses.MfaChallenge && NextState.TakesPassword(call.Transaction);

    static Transaction Proving(Credentials credentials, SignInInput.Password input, Transaction transaction) => transaction with
    {
        UserId = credentials.User.Id,
        Methods = ["pwd"],
        Device = input.Caller.Device,
        Address = input.Caller.Address,
        AutoPush = input.Caller.AutoPushUsers.Contains(credentials.User.Id),
        Interaction = transaction.Interaction is { } interaction
            ? interaction with { Login = input.Login, RemembersDevice = input.RemembersDevice || interaction.RemembersDevice }
            : null,
    };
}
