using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth;

/// <summary><c>{as}/v1/keys</c>: oidc.md 14.</summary>
sealed class KeysEndpoint(AuthorizationServers servers, SigningKeys keys, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var server = await servers.FindAsync(RequestedServers.IdIn(context), context.RequestAborted);
        var published = await keys.PublishedAsync(server.Id);
        context.Response.Headers.CacheControl = $"max-age={SecondsLeft(published)}, must-revalidate";
        context.Response.Headers.Remove("Pragma");
        context.Response.Headers.Remove("Expires");
        var told = Struck.Find(context) is { SeesStaleKeys: true } ? published.BeforeActive : published.All;
        KeySetBody body = new() { Keys = [.. told.Select(key => Describe(key.Key))] };
        await context.Response.WriteJsonAsync(body, OAuthJson.Wire.KeySetBody);
    }

    /// <summary>
    /// Until the keys rotate. UNCONFIRMED (oidc.md 14): a day, where nobody but an admin rotates them and it is past the time.
    /// </summary>
    long SecondsLeft(PublishedKeys published) =>
        published.Rotation.NextRotation - time.GetUtcNow().ToUnixTimeSeconds() is > 0 and var left ? left : 24 * 3600;

    static KeyBody Describe(SigningKey key)
    {
        var jwk = key.PublicKey;
        return new() { Kty = "RSA", Alg = "RS256", Kid = jwk.Kid, Use = "sig", E = jwk.E, N = jwk.N };
    }
}
