using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Callers;

/// <summary>Holds a presented access token against the key that it is bound to: RFC 9449 section 7.</summary>
sealed class TokenBinding(DpopProofs proofs)
{
    /// <summary>
    /// A token that is bound to a key is good with that key alone; one that is not is nobody's to prove. The URL is the resource's own,
    /// which the proof must name.
    /// </summary>
    public async Task CheckAsync(HttpContext context, string url, PresentedToken presented, JsonWebToken token, CancellationToken ct)
    {
        var thumbprint = TokenReader.KeyThumbprintOf(token);
        if (!presented.IsDpop)
        {
            if (thumbprint is not null)
                throw OAuthError.InvalidRequest(
                    "The resource request must use the DPoP authentication scheme when using a DPoP bound token.");
            return;
        }

        if (thumbprint is null)
            throw new OAuthError(
                OAuthErrors.InvalidToken, "The presented access_token is not DPoP bound.", StatusCodes.Status401Unauthorized);
        if (context.Request.Headers[DpopProofs.Header].Count == 0)
            throw OAuthError.InvalidRequest("The resource request requires a DPoP proof.");
        if (await proofs.CheckAsync(context, url, presented.Value, ct) != thumbprint)
            throw DpopProofs.Invalid("The access_token is not bound to the provided DPoP proof.");
    }
}
