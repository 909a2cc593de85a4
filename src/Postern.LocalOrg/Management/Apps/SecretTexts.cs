using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>What a client id or a client secret may be that somebody has chosen: api-access-management.md 2, 6.2.</summary>
static class SecretTexts
{
    const int ShortestId = 6, LongestId = 100, Shortest = 14, Longest = 100, ShortestForHmac = 32;

    /// <exception cref="OktaError">It may not.</exception>
    public static void CheckSecret(string secret, string method)
    {
        if (method is ClientAuthMethods.PrivateKeyJwt)
            throw Wrong("'client_secret' can't be used when 'token_endpoint_auth_method' is 'private_key_jwt'.");
        if (secret.Length < Shortest)
            throw Wrong($"'client_secret' must be at least '{Shortest}' characters long.");
        if (method is ClientAuthMethods.ClientSecretJwt && secret.Length < ShortestForHmac)
            throw Wrong(
                $"'client_secret' must be at least '{ShortestForHmac}' characters long when 'token_endpoint_auth_method' is " +
                "'client_secret_jwt'.");
        if (secret.Length > Longest)
            throw Wrong($"'client_secret' can't be more than '{Longest}' characters long.");
        if (!secret.All(c => c is >= ' ' and <= '~'))
            throw Wrong("''client_secret'' must only contain printable ASCII: [x20-x7E]+");
    }

    /// <summary>UNCONFIRMED (api-access-management.md 6.2): the texts.</summary>
    /// <exception cref="OktaError">It may not.</exception>
    public static void CheckId(string clientId)
    {
        if (clientId.Length is < ShortestId or > LongestId || !clientId.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
            throw OktaError.Invalid(
                "client_id", $"client_id: 'client_id' must be '{ShortestId}' to '{LongestId}' characters of [a-zA-Z0-9_.-].");
    }

    static OktaError Wrong(string cause) => OktaError.Invalid("client_secret", "client_secret: " + cause);
}
