using Postern.LocalOrg.SignIn;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn.Steps;

/// <summary>Sets a password where the old one is forgotten or there was none (authn.md 8).</summary>
sealed class ResetPasswordStep(NewPasswords passwords) : IAuthnStep
{
    public string Path => "/credentials/reset_password";

    public IReadOnlyList<string> Statuses => [AuthnStatuses.PasswordReset];

    public Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct)
    {
        if (call.Request.NewPassword is not { } newPassword)
            throw new SignInRefusal.Blank(SignInField.NewPassword);

        var changed = passwords.Set(call.Work, call.Credentials!, newPassword, call.Request.RevokeSessions ?? false, isReset: true);
        return Task.FromResult<Turn>(new Turn.Onward(call.Transaction with { Methods = ["pwd"] }) { Credentials = changed });
    }
}
