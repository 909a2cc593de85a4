using System.Buffers.Text;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>
/// Security keys and biometrics by WebAuthn: what they answer is verified by what is plugged into the org (authn.md 6.8).
/// </summary>
sealed class WebAuthnFactor() : FactorKind(FactorTypes.WebAuthn, "FIDO", "fwf", "hwk")
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>ES256 and RS256, as Okta offers, by COSE's numbers.</summary>
    public static readonly IReadOnlyList<int> Algorithms = [-7, -257];

    public override bool IsChallenged => true;

    public override bool IsSent => false;

    public override string? Awaits => FactorResults.Challenge;

    public override bool HasAnswer(FactorAnswer answer) =>
        answer.Key is { ClientData: not null } or { AuthenticatorData: not null } or { SignatureData: not null };

    public override Factor Enroll(FactorProfile profile, User user) => new() { Id = "", FactorType = FactorType, Provider = Provider };

    public override Task<Challenge> ChallengeAsync(Factor factor, FactorSurroundings around, CancellationToken ct)
    {
        _ = around.RelyingParty.Verification; // who cannot verify the answer does not ask
        return Task.FromResult(new Challenge
        {
            Nonce = around.Nonce ?? Secrets.New(),
            SentAt = around.Now.ToUnixTimeSeconds(),
            ExpiresAt = (around.Now + Lifetime).ToUnixTimeSeconds(),
        });
    }

    public override async Task<Factor> ActivateAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct)
    {
        var key = await VerifiedAsync(
            new SecurityKeyProof.Attestation
            {
                AttestationObject = Bytes(answer.Key?.Attestation, SignInField.Attestation),
                ClientData = Bytes(answer.Key?.ClientData, SignInField.ClientData), Challenge = Nonce(challenge, around),
                RelyingParty = around.RelyingParty.Id, Origins = await around.RelyingParty.OriginsAsync(ct), Algorithms = Algorithms,
            },
            around, ct);
        return factor with
        {
            CredentialId = Base64Url.EncodeToString(key.CredentialId.Span),
            PublicKey = Base64Url.EncodeToString(key.PublicKey.Span),
            SignCount = key.SignCount,
        };
    }

    public override async Task VerifyAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct)
    {
        var key = await VerifiedAsync(
            new SecurityKeyProof.Assertion
            {
                Key = new()
                {
                    CredentialId = Base64Url.DecodeFromChars(factor.CredentialId),
                    PublicKey = Base64Url.DecodeFromChars(factor.PublicKey),
                    SignCount = factor.SignCount,
                },
                AuthenticatorData = Bytes(answer.Key?.AuthenticatorData, SignInField.AuthenticatorData),
                Signature = Bytes(answer.Key?.SignatureData, SignInField.SignatureData),
                ClientData = Bytes(answer.Key?.ClientData, SignInField.ClientData), Challenge = Nonce(challenge, around),
                RelyingParty = around.RelyingParty.Id, Origins = await around.RelyingParty.OriginsAsync(ct),
            },
            around, ct);

        // WebAuthn section 7.2 step 22: a counter that stands still or went back tells of a copy; one that is 0 on both sides is none.
        if ((key.SignCount > 0 || factor.SignCount > 0) && key.SignCount <= factor.SignCount)
            throw new SignInRefusal.PasscodeReplayed(); // UNCONFIRMED: no sheet says
        around.Store.ChangeFactor(around.Work, factor with { SignCount = key.SignCount });
    }

    static async Task<SecurityKeyCredential> VerifiedAsync(SecurityKeyProof proof, FactorSurroundings around, CancellationToken ct) =>
        await around.RelyingParty.Verification(proof, ct) ?? throw new SignInRefusal.WrongAnswer(AnswerKind.SecurityKey);

    static byte[] Nonce(Challenge? challenge, FactorSurroundings around) =>
        challenge?.Nonce is { } nonce && around.Now.ToUnixTimeSeconds() < challenge.ExpiresAt
        ? Base64Url.DecodeFromChars(nonce)
        : throw new SignInRefusal.WrongAnswer(AnswerKind.SecurityKey);

    /// <summary>Okta's own pages send Base64, its documentation shows base64url: both are taken.</summary>
    static byte[] Bytes(string? text, SignInField field)
    {
        if (text is null)
            throw new SignInRefusal.Blank(field);

        try
        {
            return Base64Url.DecodeFromChars(text.Replace('+', '-').Replace('/', '_').TrimEnd('='));
        }
        catch (FormatException)
        {
            throw new SignInRefusal.NotBase64(field);
        }
    }
}
