using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.SystemLog;
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
        // On Identity Engine the old one has just been given, and is not asked for again: idx.md 8.
        if (call.Transaction.Interaction is null || !call.Transaction.Methods.Contains("pwd"))
            Check(input.Old, call);

        var changed = passwords.Set(call.Work, call.Credentials!, newPassword, input.RevokesSessions, isReset: false);
        call.Work.Tell(SignInEvents.PasswordChanged(call.User));
        return Task.FromResult<Turn>(new Turn.Onward(call.Transaction) { Credentials = changed });
    }

    static void Check(string? oldPassword, SignInCall call)
    {
        if (oldPassword is null)
            throw new SignInRefusal.Blank(SignInField.OldPassword);
        if (!Passwords.Matches(call.Credentials!.PasswordHash, oldPassword))
            throw new SignInRefusal.OldPasswordWrong();
    }
}
