using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Postern.Local.Storage;

namespace Postern.Local.OAuth;

/// <summary>Reads the public keys that a client has registered.</summary>
static class ClientKeys
{
    /// <summary>A key that says nothing of its use is for any: RFC 7517 section 4.2.</summary>
    public static bool IsForSigning(JsonWebKey key) => key.Use is null or "" or "sig";

    public static List<JsonWebKey> Of(App client, Func<OAuthError> none)
    {
        try
        {
            return client.Jwks is { } jwks ? [.. new JsonWebKeySet(jwks).Keys] : throw none();
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or JsonException)
        {
            throw OAuthError.InvalidClient("The client JWKSet is invalid.");
        }
    }
}
