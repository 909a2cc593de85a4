using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>A hardware token. A test has no device: the code it was enrolled with is the code it always shows.</summary>
sealed class FixedCodeFactor(string factorType, string provider, string prefix) : FactorKind(factorType, provider, prefix, "otp")
{
    public override bool IsActiveAtOnce => true;

    public override Factor Enroll(FactorProfile profile, User user) => profile.Passcode is { } passcode
        ? new()
        {
            Id = "",
            FactorType = FactorType,
            Provider = Provider,
            CredentialId = profile.CredentialId ?? user.Login,
            Secret = passcode,
        }
        : throw new SignInRefusal.InvalidProfile();

    public override Task VerifyAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct) =>
        answer.Passcode is { } passcode && Secrets.AreEqual(factor.Secret ?? "", passcode)
            ? Task.CompletedTask
            : throw new SignInRefusal.WrongAnswer(AnswerKind.Passcode);
}
