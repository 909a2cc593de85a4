using Microsoft.AspNetCore.Http;
using Postern.Local.Tokens;

namespace Postern.Local.OAuth;

/// <summary><c>{as}/v1/keys</c>: oidc.md 14.</summary>
sealed class KeysEndpoint(AuthorizationServers servers, SigningKeys keys)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (BrowserCalls.AnswerPreflight(context))
            return;

        var server = await servers.FindAsync(AuthorizationServers.IdIn(context), context.RequestAborted);
        var jwk = (await keys.PublishedAsync(server.Id)).PublicKey;
        context.Response.Headers.CacheControl = "max-age=3885115, must-revalidate"; // as recorded; our keys do not rotate on their own
        context.Response.Headers.Remove("Pragma");
        context.Response.Headers.Remove("Expires");
        KeySetBody body = new() { Keys = [new() { Kty = "RSA", Alg = "RS256", Kid = jwk.Kid, Use = "sig", E = jwk.E, N = jwk.N }] };
        await context.Response.WriteJsonAsync(body, OAuthJson.Wire.KeySetBody);
    }
}
