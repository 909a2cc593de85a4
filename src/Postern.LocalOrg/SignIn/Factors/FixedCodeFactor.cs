using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>A hardware token. A test has no device: the code it was enrolled with is the code it always shows.</summary>
sealed class FixedCodeFactor(string factorType, string provider, string prefix) : FactorKind(factorType, provider, prefix, "otp")
{
    public override bool IsActiveAtOnce => true;

    public override Factor Enroll(AuthnRequest request, User user) => request.PassCode is { } passCode
        ? new() { Id = "", FactorType = FactorType, Provider = Provider, CredentialId = request.Profile?.CredentialId ?? user.Login, Secret = passCode }
        : throw OktaError.Invalid("factorEnrollRequest", "Invalid Profile.");

    public override Task VerifyAsync(Factor factor, Challenge? challenge, AuthnRequest request, FactorSurroundings around, CancellationToken ct) =>
        request.PassCode is { } passCode && Secrets.AreEqual(factor.Secret ?? "", passCode) ? Task.CompletedTask : throw Wrong();
}
