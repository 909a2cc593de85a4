using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// <c>{as}/v1/revoke</c>: RFC 7009 as Okta answers it (oidc.md 12). Whatever is not this client's to revoke is answered as if it were gone
/// already.
/// </summary>
sealed class RevokeEndpoint(ClientRequests requests, TokenReader reader, RefreshTokens refreshTokens, OrgStore store, TokenStore tokenStore)
{
    public async Task HandleAsync(HttpContext context)
    {
        await store.InOneWorkAsync(
            context.Origin,
            async work =>
            {
                var request = await requests.ReadAsync(context, Paths.Revoke, work);
                var token = request.Form[Parameters.Token] ?? throw OAuthError.InvalidRequest("The 'token' parameter is required.");
                await RevokeAsync(request, token, context.RequestAborted);
            },
            context.RequestAborted);
        context.Response.ContentLength = 0;
    }

    async Task RevokeAsync(ClientRequest request, string token, CancellationToken ct)
    {
        if (await refreshTokens.FindAsync(token, ct) is { } found)
        {
            if (found.Kept.ClientId != request.Client.ClientId || found.Kept.AuthorizationServerId != request.Server.Id)
                return;

            refreshTokens.Revoke(request.Work, found.Kept.Id);
            request.Work.TellOfToken(request.Client, request.Server.IsOrg, "token.revoke", found.Kept.Id);
        }
        else if (!token.Contains('.', StringComparison.Ordinal))
        {
            if (await tokenStore.FindDeviceSecretAsync(token, ct) is { } device && device.AuthorizationServerId == request.Server.Id)
                tokenStore.RemoveDeviceSecret(request.Work, token);
        }
        else if (await reader.ReadAccessTokenAsync(token, request.Server, ct) is { } accessToken
            && accessToken.GetPayloadValue<string>(Claims.ClientId) == request.Client.ClientId)
        {
            // The refresh token beside it lives on: only this access token goes, by the part of its id that is its own.
            tokenStore.RevokeToken(request.Work, TokenReader.OwnId(accessToken.Id), accessToken.ValidTo);
        }
    }
}
