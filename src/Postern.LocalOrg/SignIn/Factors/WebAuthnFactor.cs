using System.Buffers.Text;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>Security keys and biometrics by WebAuthn: what they answer is verified by what is plugged into the org (authn.md 6.8).</summary>
sealed class WebAuthnFactor() : FactorKind(FactorTypes.WebAuthn, "FIDO", "fwf", "hwk")
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>ES256 and RS256, as Okta offers, by COSE's numbers.</summary>
    public static readonly IReadOnlyList<int> Algorithms = [-7, -257];

    public override bool IsChallenged => true;

    public override bool IsSent => false;

    public override string? Awaits => FactorResults.Challenge;

    public override bool HasAnswer(AuthnRequest request) => request.ClientData is not null || request.AuthenticatorData is not null || request.SignatureData is not null;

    public override Factor Enroll(AuthnRequest request, User user) => new() { Id = "", FactorType = FactorType, Provider = Provider };

    public override Task<Challenge> ChallengeAsync(Factor factor, FactorSurroundings around, CancellationToken ct)
    {
        _ = around.RelyingParty.Verification; // who cannot verify the answer does not ask
        return Task.FromResult(new Challenge
        {
            Nonce = Secrets.New(), SentAt = around.Now.ToUnixTimeSeconds(), ExpiresAt = (around.Now + Lifetime).ToUnixTimeSeconds(),
        });
    }

    public override async Task<Factor> ActivateAsync(Factor factor, Challenge? challenge, AuthnRequest request, FactorSurroundings around, CancellationToken ct)
    {
        var key = await VerifiedAsync(
            new SecurityKeyProof.Attestation
            {
                AttestationObject = Bytes(request.Attestation, "attestation"), ClientData = Bytes(request.ClientData, "clientData"), Challenge = Nonce(challenge, around),
                RelyingParty = around.RelyingParty.Id, Origins = await around.RelyingParty.OriginsAsync(ct), Algorithms = Algorithms,
            },
            around, ct);
        return factor with { CredentialId = Base64Url.EncodeToString(key.CredentialId.Span), PublicKey = Base64Url.EncodeToString(key.PublicKey.Span), SignCount = key.SignCount };
    }

    public override async Task VerifyAsync(Factor factor, Challenge? challenge, AuthnRequest request, FactorSurroundings around, CancellationToken ct)
    {
        var key = await VerifiedAsync(
            new SecurityKeyProof.Assertion
            {
                Key = new()
                {
                    CredentialId = Base64Url.DecodeFromChars(factor.CredentialId), PublicKey = Base64Url.DecodeFromChars(factor.PublicKey), SignCount = factor.SignCount,
                },
                AuthenticatorData = Bytes(request.AuthenticatorData, "authenticatorData"), Signature = Bytes(request.SignatureData, "signatureData"),
                ClientData = Bytes(request.ClientData, "clientData"), Challenge = Nonce(challenge, around),
                RelyingParty = around.RelyingParty.Id, Origins = await around.RelyingParty.OriginsAsync(ct),
            },
            around, ct);

        // WebAuthn section 7.2 step 22: a counter that stands still or went back tells of a copy; one that is 0 on both sides is none.
        if ((key.SignCount > 0 || factor.SignCount > 0) && key.SignCount <= factor.SignCount)
            throw new OktaError(403, OktaErrorCodes.PasscodeReplayed, "Each code can only be used once. Please wait for a new code and try again."); // UNCONFIRMED: no sheet says
        around.Store.ChangeFactor(around.Work, factor with { SignCount = key.SignCount });
    }

    static async Task<SecurityKeyCredential> VerifiedAsync(SecurityKeyProof proof, FactorSurroundings around, CancellationToken ct) =>
        await around.RelyingParty.Verification(proof, ct) ?? throw new OktaError(403, OktaErrorCodes.InvalidPasscode, "Invalid Passcode/Answer");

    static byte[] Nonce(Challenge? challenge, FactorSurroundings around) => challenge?.Nonce is { } nonce && around.Now.ToUnixTimeSeconds() < challenge.ExpiresAt
        ? Base64Url.DecodeFromChars(nonce)
        : throw new OktaError(403, OktaErrorCodes.InvalidPasscode, "Invalid Passcode/Answer");

    /// <summary>Okta's own pages send Base64, its documentation shows base64url: both are taken.</summary>
    static byte[] Bytes(string? text, string member)
    {
        if (text is null)
            throw OktaError.Blank(member);

        try
        {
            return Base64Url.DecodeFromChars(text.Replace('+', '-').Replace('/', '_').TrimEnd('='));
        }
        catch (FormatException)
        {
            throw OktaError.Invalid(member, $"{member}: The field is not in Base64");
        }
    }
}
