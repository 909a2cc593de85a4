using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Authn;

/// <summary>Reads what sign-ins and recoveries begin with: authn.md 3, 9.</summary>
static class AuthnStarts
{
    public static SignInStart SignIn(AuthnRequest request, AuthnCaller caller)
    {
        if (request.Audience is { } audience)
            throw OktaError.Invalid("authRequest", $"Sign in not allowed for app '{audience}'.");
        if (request.Token is { } token)
            return new SignInStart.Activation(token)
            {
                Caller = caller.Signing,
                RelayState = request.RelayState,
                Warns = request.WantsWarning,
                EnrollsOptional = request.WantsOptionalFactors,
            };

        return new SignInStart.Password(request.Username ?? throw new SignInRefusal.PasswordNeeded(), request.Password)
        {
            Caller = caller.Signing,
            RelayState = request.RelayState,
            Warns = request.WantsWarning,
            EnrollsOptional = request.WantsOptionalFactors,
        };
    }

    public static SignInStart Recovery(string recoveryType, AuthnRequest request, AuthnCaller caller)
    {
        var username = request.Username ?? throw new SignInRefusal.Blank(SignInField.Username);
        RecoveryChannel? channel = request.FactorType?.ToUpperInvariant() switch
        {
            "EMAIL" => RecoveryChannel.Email,
            "SMS" => RecoveryChannel.Sms,
            "CALL" => RecoveryChannel.Call,
            null when caller.IsTrusted => RecoveryChannel.HandedOut,
            _ => null,
        };
        if (channel is not { } by)
            // UNCONFIRMED (authn.md 9)
            throw OktaError.Invalid("factorType", "factorType: The factorType must be one of EMAIL, SMS or CALL.");

        return new SignInStart.Recovery(recoveryType, username, by, caller.IsTrusted)
        {
            Caller = caller.Signing,
            RelayState = request.RelayState,
        };
    }

    public static SignInStart RecoveryToken(AuthnRequest request, AuthnCaller caller) =>
        new SignInStart.RecoveryToken(request.RecoveryToken ?? throw new SignInRefusal.RecoveryTokenUnknown())
        {
            Caller = caller.Signing, EnrollsOptional = request.WantsOptionalFactors,
        };
}
