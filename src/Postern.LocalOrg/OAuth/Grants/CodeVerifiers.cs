using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>Holds a code verifier against the challenge that the code was asked for with: RFC 7636 section 4.6.</summary>
static class CodeVerifiers
{
    public static void Check(string? challenge, string? verifier)
    {
        if (challenge is null)
        {
            // RFC 9700 section 4.8.2: a verifier without a challenge means that somebody took the challenge away.
            if (verifier is not null)
                throw OAuthError.InvalidRequest("PKCE code challenge should be specified in the authorize request for code verification.");
            return;
        }

        if (verifier is null)
            throw OAuthError.InvalidRequest("PKCE code verifier is required by the application.");

        // UNCONFIRMED (oidc.md 22): the reasons.
        if (!PkceTexts.IsLongEnough(verifier))
            throw OAuthError.InvalidGrant("PKCE verification failed: code verifier must be 43 to 128 characters long.");
        if (!PkceTexts.HasLegalCharacters(verifier))
            throw OAuthError.InvalidGrant("PKCE verification failed: code verifier contains illegal characters.");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Secrets.HashUtf8(verifier, hash);
        if (
            !CryptographicOperations.FixedTimeEquals(
                MemoryMarshal.AsBytes(challenge.AsSpan()), MemoryMarshal.AsBytes(Base64Url.EncodeToString(hash).AsSpan())))
            throw OAuthError.InvalidGrant("PKCE verification failed.");
    }
}
