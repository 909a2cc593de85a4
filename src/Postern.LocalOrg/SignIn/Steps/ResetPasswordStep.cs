using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Sets a password where the old one is forgotten or there was none (authn.md 8).</summary>
sealed class ResetPasswordStep(NewPasswords passwords) : ISignInStep<SignInInput.ResetPassword>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.PasswordReset];

    public Task<Turn> TakeAsync(SignInInput.ResetPassword input, SignInCall call, CancellationToken ct)
    {
        if (input.New is not { } newPassword)
            throw new SignInRefusal.Blank(SignInField.NewPassword);

        var changed = passwords.Set(call.Work, call.Credentials!, newPassword, input.RevokesSessions, isReset: true);
        call.Work.Tell(SignInEvents.PasswordChanged(call.User));
        // Who has just become a user may have proved an address before.
        return Task.FromResult<Turn>(
            new Turn.Onward(call.Transaction with { Methods = [.. call.Transaction.Methods.Where(method => method is not "pwd"), "pwd"] })
            {
                Credentials = changed,
            });
    }
}
