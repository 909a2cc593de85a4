using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Postern.Client;

/// <summary>Holds signatures against a server's keys; what a key takes to verify by is made at its first signature, and kept.</summary>
static class Signature
{
    /// <summary>False, too, where the key is too short, or of another curve than the algorithm wants.</summary>
    public static bool Verifies(JsonWebKey key, string algorithm, byte[] signed, byte[] signature)
    {
        var factory = CryptoProviderFactory.Default;
        try
        {
            var verifier = factory.CreateForVerifying(key, algorithm);
            try
            {
                return verifier.Verify(signed, signature);
            }
            finally
            {
                factory.ReleaseSignatureProvider(verifier);
            }
        }
        catch (Exception unfit) when (
            unfit is FormatException or ArgumentException or InvalidOperationException or NotSupportedException or SecurityTokenException
                or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>So that the first token need not wait for it.</summary>
    public static void Expect(JsonWebKey key)
    {
        if (key.Alg is { Length: > 0 } algorithm)
            _ = Verifies(key, algorithm, [0], [0]);
    }
}
