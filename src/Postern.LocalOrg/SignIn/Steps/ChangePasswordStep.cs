using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Gives up the old password for a new one (authn.md 8).</summary>
sealed class ChangePasswordStep(NewPasswords passwords) : ISignInStep<SignInInput.ChangePassword>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.PasswordExpired, AuthnStatuses.PasswordWarn];

    public Task<Turn> TakeAsync(SignInInput.ChangePassword input, SignInCall call, CancellationToken ct)
    {
        if (input.New is not { } newPassword)
            throw new SignInRefusal.Blank(SignInField.NewPassword);
        if (input.Old is not { } oldPassword)
            throw new SignInRefusal.Blank(SignInField.OldPassword);
        if (!Passwords.Matches(call.Credentials!.PasswordHash, oldPassword))
            throw new SignInRefusal.OldPasswordWrong();

        var changed = passwords.Set(call.Work, call.Credentials!, newPassword, input.RevokesSessions, isReset: false);
        return Task.FromResult<Turn>(new Turn.Onward(call.Transaction) { Credentials = changed });
    }
}
