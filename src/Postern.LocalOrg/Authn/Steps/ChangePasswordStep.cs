using Postern.LocalOrg.SignIn;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn.Steps;

/// <summary>Gives up the old password for a new one (authn.md 8).</summary>
sealed class ChangePasswordStep(NewPasswords passwords) : IAuthnStep
{
    public string Path => "/credentials/change_password";

    public IReadOnlyList<string> Statuses => [AuthnStatuses.PasswordExpired, AuthnStatuses.PasswordWarn];

    public Task<Turn> TakeAsync(AuthnCall call, CancellationToken ct)
    {
        if (call.Request.NewPassword is not { } newPassword)
            throw new SignInRefusal.Blank(SignInField.NewPassword);
        if (call.Request.OldPassword is not { } oldPassword)
            throw new SignInRefusal.Blank(SignInField.OldPassword);
        if (!Passwords.Matches(call.Credentials!.PasswordHash, oldPassword))
            throw new SignInRefusal.OldPasswordWrong();

        var changed = passwords.Set(call.Work, call.Credentials!, newPassword, call.Request.RevokeSessions ?? false, isReset: false);
        return Task.FromResult<Turn>(new Turn.Onward(call.Transaction) { Credentials = changed });
    }
}
