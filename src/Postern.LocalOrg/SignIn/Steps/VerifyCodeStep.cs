using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Takes a code of whichever of the user's factors shows it (direct-auth.md 2).</summary>
sealed class VerifyCodeStep(NextState next, VerifyStep verify) : ISignInStep<SignInInput.VerifyCode>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.Unauthenticated, AuthnStatuses.MfaRequired, AuthnStatuses.MfaChallenge];

    public async Task<Turn> TakeAsync(SignInInput.VerifyCode input, SignInCall call, CancellationToken ct)
    {
        if (call.Transaction.Interaction is null || !await next.MayComeFirstAsync(call.Transaction, call.User, ct))
            throw new SignInRefusal.NoSuchFactor("otp");

        var factors = (await next.FactorsAsync(call.Transaction, ct)).FindAll(ShowsCodes);
        return factors.Count == 0
            ? throw new SignInRefusal.NoSuchFactor("otp")
            : await verify.TakeAnyAsync(factors, new() { Passcode = input.Passcode }, call, ct);
    }

    static bool ShowsCodes(Factor factor) =>
        factor.FactorType is FactorTypes.Totp or FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken;
}
