using System.Buffers.Text;
using System.Text;
using Fido2NetLib;
using Fido2NetLib.Exceptions;
using Fido2NetLib.Objects;
using Postern.LocalOrg.Authn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>Security keys and biometrics by WebAuthn: attestations and assertions are verified whole, by a library that knows their formats (authn.md 6.8).</summary>
sealed class WebAuthnFactor() : FactorKind(FactorTypes.WebAuthn, "FIDO", "fwf", "hwk")
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>ES256 and RS256, as Okta offers.</summary>
    public static readonly IReadOnlyList<PubKeyCredParam> Algorithms = [PubKeyCredParam.ES256, PubKeyCredParam.RS256];

    public override bool IsChallenged => true;

    public override bool IsSent => false;

    public override string? Awaits => FactorResults.Challenge;

    public override bool HasAnswer(AuthnRequest request) => request.ClientData is not null || request.AuthenticatorData is not null || request.SignatureData is not null;

    public override Factor Enroll(AuthnRequest request, User user) => new() { Id = "", FactorType = FactorType, Provider = Provider };

    public override Task<Challenge> ChallengeAsync(Factor factor, FactorSurroundings around, CancellationToken ct) => Task.FromResult(new Challenge
    {
        Nonce = Secrets.New(), SentAt = around.Now.ToUnixTimeSeconds(), ExpiresAt = (around.Now + Lifetime).ToUnixTimeSeconds(),
    });

    public override async Task<Factor> ActivateAsync(Factor factor, Challenge? challenge, AuthnRequest request, FactorSurroundings around, CancellationToken ct)
    {
        AuthenticatorAttestationRawResponse.AttestationResponse response = new()
        {
            AttestationObject = Bytes(request.Attestation, "attestation"), ClientDataJson = Bytes(request.ClientData, "clientData"),
        };
        CredentialCreateOptions options = new()
        {
            Rp = new(around.RelyingParty.Id, around.RelyingParty.Name, null), Challenge = Nonce(challenge, around), PubKeyCredParams = Algorithms,
            User = new() { Id = Encoding.UTF8.GetBytes(around.User.Id), Name = around.User.Login, DisplayName = around.User.Name },
        };
        var relyingParty = await around.RelyingParty.OpenAsync(ct);
        var credential = await VerifiedAsync(() => relyingParty.MakeNewCredentialAsync(
            new() { AttestationResponse = Named(response), OriginalOptions = options, IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true) }, ct));
        return factor with { CredentialId = Base64Url.EncodeToString(credential.Id), PublicKey = Base64Url.EncodeToString(credential.PublicKey), SignCount = credential.SignCount };
    }

    /// <summary>Okta's call names no credential, and the library wants a name: the one that the attestation gives.</summary>
    static AuthenticatorAttestationRawResponse Named(AuthenticatorAttestationRawResponse.AttestationResponse response)
    {
        AuthenticatorAttestationRawResponse Named(byte[] id) =>
            new() { Id = Base64Url.EncodeToString(id), RawId = id, Type = PublicKeyCredentialType.PublicKey, ClientExtensionResults = new(), Response = response };

        return Named(AuthenticatorAttestationResponse.Parse(Named([])).AttestationObject.AuthData.AttestedCredentialData?.CredentialId ?? []);
    }

    public override async Task VerifyAsync(Factor factor, Challenge? challenge, AuthnRequest request, FactorSurroundings around, CancellationToken ct)
    {
        AuthenticatorAssertionRawResponse response = new()
        {
            Id = factor.CredentialId ?? "", RawId = Base64Url.DecodeFromChars(factor.CredentialId), Type = PublicKeyCredentialType.PublicKey, ClientExtensionResults = new(),
            Response = new()
            {
                AuthenticatorData = Bytes(request.AuthenticatorData, "authenticatorData"), Signature = Bytes(request.SignatureData, "signatureData"),
                ClientDataJson = Bytes(request.ClientData, "clientData"),
            },
        };
        AssertionOptions options = new() { Challenge = Nonce(challenge, around), RpId = around.RelyingParty.Id, AllowCredentials = [new(response.RawId)] };
        var relyingParty = await around.RelyingParty.OpenAsync(ct);
        var verified = await VerifiedAsync(() => relyingParty.MakeAssertionAsync(
            new()
            {
                AssertionResponse = response, OriginalOptions = options, StoredPublicKey = Base64Url.DecodeFromChars(factor.PublicKey), StoredSignatureCounter = factor.SignCount,
                IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(true),
            },
            ct));
        around.Store.ChangeFactor(around.Work, factor with { SignCount = verified.SignCount });
    }

    /// <summary>Whatever the library finds wrong with what a stranger sent is a wrong answer; a counter that went back is a used one.</summary>
    static async Task<T> VerifiedAsync<T>(Func<Task<T>> verify)
    {
        try
        {
            return await verify();
        }
        catch (Fido2VerificationException used) when (used.Code is Fido2ErrorCode.InvalidSignCount)
        {
            throw new OktaError(403, OktaErrorCodes.PasscodeReplayed, "Each code can only be used once. Please wait for a new code and try again."); // UNCONFIRMED: no sheet says
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException and not OktaError)
        {
            throw new OktaError(403, OktaErrorCodes.InvalidPasscode, "Invalid Passcode/Answer");
        }
    }

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
