using System.Buffers.Text;
using Fido2NetLib;
using Fido2NetLib.Objects;

namespace Postern.LocalOrg.WebAuthn;

/// <summary>
/// Verifies security keys whole, by a library that knows their formats. Give <see cref="VerifyAsync"/> to
/// <see cref="LocalOrgOptions.SecurityKeys"/>.
/// </summary>
public static class WebAuthnVerifier
{
    /// <summary>Verifies an attestation or an assertion; what a stranger sent is never more than wrong, however malformed it is.</summary>
    public static async Task<SecurityKeyCredential?> VerifyAsync(SecurityKeyProof proof, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(proof);
        var verifier = new Fido2(
            new Fido2Configuration { RPID = proof.RelyingParty, RPName = proof.RelyingParty, Origins = proof.Origins.ToHashSet() });
        try
        {
            return proof switch
            {
                SecurityKeyProof.Attestation made => await RegisterAsync(verifier, made, ct),
                SecurityKeyProof.Assertion signed => await SignInAsync(verifier, signed, ct),
                _ => null,
            };
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            return null;
        }
    }

    static async Task<SecurityKeyCredential> RegisterAsync(Fido2 verifier, SecurityKeyProof.Attestation made, CancellationToken ct)
    {
        AuthenticatorAttestationRawResponse.AttestationResponse response = new()
        {
            AttestationObject = made.AttestationObject.ToArray(),
            ClientDataJson = made.ClientData.ToArray(),
        };
        CredentialCreateOptions options = new()
        {
            Rp = new(made.RelyingParty, made.RelyingParty, null), Challenge = made.Challenge.ToArray(),
            PubKeyCredParams = [.. made.Algorithms.Select(algorithm => new PubKeyCredParam((COSE.Algorithm)algorithm))],
            User = new() { Id = [0], Name = "user", DisplayName = "user" }, // whose it is, is the org's to know
        };
        var key = await verifier.MakeNewCredentialAsync(
            new()
            {
                AttestationResponse = Named(response),
                OriginalOptions = options,
                IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
            },
            ct);
        return new() { CredentialId = key.Id, PublicKey = key.PublicKey, SignCount = key.SignCount };
    }

    /// <summary>Okta's call names no credential, and the library wants a name: the one that the attestation gives.</summary>
    static AuthenticatorAttestationRawResponse Named(AuthenticatorAttestationRawResponse.AttestationResponse response)
    {
        AuthenticatorAttestationRawResponse Named(byte[] id) =>
            new()
            {
                Id = Base64Url.EncodeToString(id),
                RawId = id,
                Type = PublicKeyCredentialType.PublicKey,
                ClientExtensionResults = new(),
                Response = response,
            };

        return Named(
            AuthenticatorAttestationResponse.Parse(Named([])).AttestationObject.AuthData.AttestedCredentialData?.CredentialId ?? []);
    }

    static async Task<SecurityKeyCredential> SignInAsync(Fido2 verifier, SecurityKeyProof.Assertion signed, CancellationToken ct)
    {
        var id = signed.Key.CredentialId.ToArray();
        AuthenticatorAssertionRawResponse response = new()
        {
            Id = Base64Url.EncodeToString(id), RawId = id, Type = PublicKeyCredentialType.PublicKey, ClientExtensionResults = new(),
            Response = new()
            {
                AuthenticatorData = signed.AuthenticatorData.ToArray(),
                Signature = signed.Signature.ToArray(),
                ClientDataJson = signed.ClientData.ToArray(),
            },
        };
        var verified = await verifier.MakeAssertionAsync(
            new()
            {
                AssertionResponse = response,
                OriginalOptions = new()
                {
                    Challenge = signed.Challenge.ToArray(),
                    RpId = signed.RelyingParty,
                    AllowCredentials = [new(id)],
                },
                StoredPublicKey = signed.Key.PublicKey.ToArray(), StoredSignatureCounter = 0, // the org compares counters
                IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(true),
            },
            ct);
        return signed.Key with { SignCount = verified.SignCount };
    }
}
