using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Postern.Local.Storage;

namespace Postern.Local.OAuth;

/// <summary>Reads the public keys that a client has registered.</summary>
static class ClientKeys
{
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
