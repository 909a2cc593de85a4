using System.Security.Cryptography;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>Enrolls a factor that the enrolment policy allows (authn.md 7.4). It is kept once it has been activated.</summary>
sealed class EnrollStep(FactorStore factorStore, SignInPolicies policies, Enrolled enrolled) : ISignInStep<SignInInput.Enroll>
{
    public IReadOnlyList<string> Statuses => [AuthnStatuses.MfaEnroll];

    public async Task<Turn> TakeAsync(SignInInput.Enroll input, SignInCall call, CancellationToken ct)
    {
        var kind = FactorKinds.Find(input.FactorType, input.Provider)
            ?? throw new SignInRefusal.UnknownFactorKind();
        if (!policies.Enrollable(call.User).Any(rule => rule.FactorType == kind.FactorType && rule.Provider == kind.Provider))
            throw new SignInRefusal.NotPermitted();

        var factor = kind.Enroll(input.Profile, call.User);
        if (!input.ReplacesPhone)
            await CheckPhoneAsync(call, factor, ct);
        if (kind.IsActiveAtOnce)
            return await enrolled.KeepAsync(call, kind, factor, ct);

        factor = factor with
        {
            Id = (factor.PhoneNumber is null ? kind.Prefix : "mbl") + NewIdRest(),
            QrToken = factor.FactorType is FactorTypes.Totp or FactorTypes.Push ? Secrets.NewSessionToken() : null,
        };
        if (factor.QrToken is { } qrToken)
            factorStore.AddQrCode(call.Work, qrToken, OtpAuthUri(factor, call.User), call.Around.Now + Transactions.StateTokenLifetime);
        return new Turn.To(call.Transaction with
        {
            Status = AuthnStatuses.MfaEnrollActivate,
            Factor = factor,
            Challenge = kind.IsChallenged ? await kind.ChallengeNewAsync(factor, call.Around, ct) : new() { SentAt = 0, ExpiresAt = 0 },
            FactorResult = factor.FactorType is FactorTypes.Push ? kind.Awaits : null,
        });
    }

    public static string NewIdRest() => Convert.ToHexStringLower(RandomIdBytes())[..17];

    /// <summary>As authenticator apps read it; a push has no secret to show, and its code says whose phone it is for.</summary>
    public static string OtpAuthUri(Factor factor, User user) => factor.Secret is { } secret
        ? $"otpauth://totp/Postern:{Uri.EscapeDataString(user.Login)}?secret={secret}&issuer=Postern"
        : $"oktaverify:///?t={factor.QrToken}&f={factor.Id}";

    static byte[] RandomIdBytes()
    {
        var bytes = new byte[9];
        RandomNumberGenerator.Fill(bytes);
        return bytes;
    }

    async Task CheckPhoneAsync(SignInCall call, Factor factor, CancellationToken ct)
    {
        if (factor.PhoneNumber is not { } number)
            return;

        var existing = await factorStore.FactorsOfAsync(call.User.Id, ct);
        if (existing.Exists(other => other.FactorType == factor.FactorType && other.PhoneNumber is { } known && known != number))
            throw new SignInRefusal.PhoneExists();
    }
}
