using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn.Steps;

/// <summary>Signs somebody in to a transaction that an app's request began (authn.md 6.15). Of every other it shows how it stands.</summary>
sealed class AuthenticateStep(PasswordSignIn signIn, NextState next, RateLimiter limits, OrgDirectory directory) : IAuthnStep
{
    public string Path => "";

    public IReadOnlyList<string> Statuses => [];

    public async Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct)
    {
        if (call.Transaction is not { Status: AuthnStatuses.Unauthenticated, AppId: not null } || call.Request is not { Username: { } username, Password: { } password })
            return new Turn.To(call.Transaction);
        if (!await limits.TryTakeForUserAsync(username, ct))
            throw new SignInRefusal.TooManyAttempts();

        var outcome = await signIn.TryAsync(username, password, ct);
        var credentials = outcome.Accepted ?? throw new SignInRefusal.WrongCredentials();
        var caller = AuthnCaller.Read(call.Http, call.Request, directory);
        var transaction = call.Transaction with { UserId = credentials.User.Id, Methods = ["pwd"], Device = caller.Device, Address = caller.Address };
        return await next.SessionRuleAsync(transaction, credentials.User, ct) is { AllowsAccess: false } ? throw new SignInRefusal.AccessDenied() : new Turn.Onward(transaction);
    }
}
