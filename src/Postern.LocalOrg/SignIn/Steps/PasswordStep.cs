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
        if (call.Transaction is not { Status: AuthnStatuses.Unauthenticated, AppId: not null })
            return new Turn.To(call.Transaction);
        if (!await limits.TryTakeForUserAsync(input.Login, ct))
            throw new SignInRefusal.TooManyAttempts();

        var outcome = await signIn.TryAsync(input.Login, input.Secret, call.Work.Origin, ct);
        var credentials = outcome.Accepted ?? throw new SignInRefusal.WrongCredentials { UserId = outcome.UserId };
        var transaction = call.Transaction with
        {
            UserId = credentials.User.Id,
            Methods = ["pwd"],
            Device = input.Caller.Device,
            Address = input.Caller.Address,
        };
        return await next.SessionRuleAsync(transaction, credentials.User, ct) is { AllowsAccess: false }
            ? throw new SignInRefusal.AccessDenied { UserId = credentials.User.Id }
            : new Turn.Onward(transaction);
    }
}
