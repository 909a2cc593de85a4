using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Passes over what is not required: a warning, or optional factors (authn.md 10).</summary>
sealed class SkipStep(NextState next) : ISignInStep<SignInInput.Skip>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.PasswordWarn, AuthnStatuses.MfaEnroll, AuthnStatuses.ProfileRequired];

    public async Task<Turn> TakeAsync(SignInInput.Skip input, SignInCall call, CancellationToken ct)
    {
        if (call.Transaction.Status is AuthnStatuses.PasswordWarn)
            return new Turn.Onward(call.Transaction with { HasSkippedWarning = true });

        // Where something is required, it is asked for again at once.
        if (call.Transaction is { Status: AuthnStatuses.ProfileRequired, Interaction: { } interaction })
            return new Turn.Onward(call.Transaction with { Interaction = interaction with { HasSkippedProfile = true } });

        return call.Credentials is { } credentials && await next.MaySkipEnrollmentAsync(call.Transaction, credentials, ct)
            ? new Turn.Onward(call.Transaction with { HasSkippedEnrollment = true })
            : throw new SignInRefusal.WrongState();
    }
}
