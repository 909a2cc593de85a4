
namespace Postern.LocalOrg;

/// <summary>Verifies by WebAuthn what a security key answered: the package <c>Postern.LocalOrg.WebAuthn</c> has it.</summary>
/// <returns>The key as it is from now on, its counter among it; null where the answer does not prove it.</returns>
public delegate Task<SecurityKeyCredential?> SecurityKeyVerification(SecurityKeyProof proof, CancellationToken ct);

/// <summary>What a security key answered, and what it was asked by whom.</summary>
public abstract record SecurityKeyProof
{
    SecurityKeyProof() { }

    /// <summary>The host that the key is bound to: WebAuthn section 5.1.2.</summary>
    public required string RelyingParty { get; init; }

    /// <summary>Whose pages may have asked, as <c>https://app.example</c>.</summary>
    public required IReadOnlySet<string> Origins { get; init; }

    /// <summary>What it was to sign.</summary>
    public required ReadOnlyMemory<byte> Challenge { get; init; }

    /// <summary>What the browser says that it asked, as JSON: WebAuthn section 5.8.1.</summary>
    public required ReadOnlyMemory<byte> ClientData { get; init; }

    /// <summary>A new key was made: WebAuthn section 7.1.</summary>
    public sealed record Attestation : SecurityKeyProof
    {
        /// <summary>In CBOR: section 6.5.</summary>
        public required ReadOnlyMemory<byte> AttestationObject { get; init; }

        /// <summary>Which algorithms the key may have, by COSE's numbers: -7 is ES256.</summary>
        public required IReadOnlyList<int> Algorithms { get; init; }
    }

    /// <summary>A known key signed: WebAuthn section 7.2. Whether its counter went back is for the org to judge.</summary>
    public sealed record Assertion : SecurityKeyProof
    {
        /// <summary>The key as it was enrolled.</summary>
        public required SecurityKeyCredential Key { get; init; }

        /// <summary>The authenticator's own part of what was signed.</summary>
        public required ReadOnlyMemory<byte> AuthenticatorData { get; init; }

        /// <summary>Over the authenticator's data and the hash of the browser's.</summary>
        public required ReadOnlyMemory<byte> Signature { get; init; }
    }
}

/// <summary>What is kept of a security key.</summary>
public sealed record SecurityKeyCredential
{
    /// <summary>By which the authenticator knows it.</summary>
    public required ReadOnlyMemory<byte> CredentialId { get; init; }

    /// <summary>As COSE has it: RFC 9052 section 7.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>How often the authenticator says that it has signed; 0 where it does not count.</summary>
    public required uint SignCount { get; init; }
}
