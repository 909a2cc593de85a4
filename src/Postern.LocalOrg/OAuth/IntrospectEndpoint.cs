using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// <c>{as}/v1/introspect</c>: RFC 7662 as Okta answers it (oidc.md 11). What is not good here is inactive, and no more is said.
/// </summary>
sealed class IntrospectEndpoint(
    ClientRequests requests, TokenReader reader, RefreshTokens refreshTokens, OrgStore store, TokenStore tokenStore, OrgDirectory directory)
{
    static readonly IntrospectionBody Inactive = new() { Active = false };

    public async Task HandleAsync(HttpContext context)
    {
        await store.InOneWorkAsync(
            async work =>
            {
                var request = await requests.ReadAsync(context, Paths.Introspect, work);
                var token = request.Form[Parameters.Token] ?? throw OAuthError.InvalidRequest("The 'token' parameter is required.");
                var body = await DescribeAsync(request, token, context.RequestAborted);
                work.Answer(() => context.Response.WriteJsonAsync(body, OAuthJson.Wire.IntrospectionBody));
            },
            context.RequestAborted);
    }

    /// <summary>A hint would only say where to look first, and a token's form says that as well: RFC 7662 section 2.1.</summary>
    async Task<IntrospectionBody> DescribeAsync(ClientRequest request, string token, CancellationToken ct)
    {
        if (!token.Contains('.', StringComparison.Ordinal))
            return await DescribeRefreshTokenAsync(request, token, ct);
        if (await reader.ReadAccessTokenAsync(token, request.Server, ct) is { } accessToken)
            return AccessToken(accessToken, await UsernameAsync(accessToken, request.Server, ct));

        return await reader.ReadIdTokenAsync(token, request.Server) is { } idToken ? await IdTokenAsync(idToken, ct) : Inactive;
    }

    /// <summary>Nobody's but its client's: to others it is as good as unknown.</summary>
    async Task<IntrospectionBody> DescribeRefreshTokenAsync(ClientRequest request, string token, CancellationToken ct)
    {
        if (await refreshTokens.FindAsync(token, ct) is not { } found)
            return await DescribeDeviceSecretAsync(request, token, ct);
        if (!IsGood(found, request) || await directory.FindActiveUserAsync(found.Kept.UserId, ct) is not { } user)
            return Inactive;

        return new()
        {
            Active = true, Scope = string.Join(' ', found.Kept.Scopes), Username = user.Login, Exp = found.Kept.ExpiresAt, Sub = user.Login,
            TokenType = found.Kept.KeyThumbprint is null ? TokenTypes.Bearer : TokenTypes.Dpop, ClientId = found.Kept.ClientId,
        };
    }

    /// <summary>No client's own: the apps of a device share it.</summary>
    async Task<IntrospectionBody> DescribeDeviceSecretAsync(ClientRequest request, string secret, CancellationToken ct) =>
        await tokenStore.FindDeviceSecretAsync(secret, ct) is { } device && device.AuthorizationServerId == request.Server.Id
            ? new()
            {
                Active = true,
                Sid = DeviceSecret.SessionIdOf(secret),
                Exp = device.ExpiresAt,
                TokenType = TokenTypes.DeviceSecretUrn,
            }
            : Inactive;

    bool IsGood(FoundRefreshToken found, ClientRequest request) =>
        found.Kept.ClientId == request.Client.ClientId && found.Kept.AuthorizationServerId == request.Server.Id
        && (found.IsCurrent || found.IsWithin(request.Client.RefreshTokenLeewaySeconds, store.Time));

    /// <summary>The login is the subject, unless the server has claims that may say otherwise.</summary>
    async ValueTask<string?> UsernameAsync(JsonWebToken token, AuthorizationServer server, CancellationToken ct)
    {
        if (!token.TryGetPayloadValue<string>(Claims.UserId, out var userId))
            return null;
        return server.Claims is null ? token.Subject : (await directory.Users.FindAsync(userId, ct))?.Login;
    }

    static IntrospectionBody AccessToken(JsonWebToken token, string? username)
    {
        token.TryGetPayloadValue<string>(Claims.UserId, out var userId);
        var thumbprint = TokenReader.KeyThumbprintOf(token);
        return new()
        {
            Active = true, Scope = string.Join(' ', token.GetPayloadValue<string[]>(Claims.Scopes)), Username = username,
            Exp = token.GetPayloadValue<long>(Claims.ExpiresAt), Iat = token.GetPayloadValue<long>(Claims.IssuedAt), Sub = token.Subject,
            Aud = token.GetPayloadValue<string>(Claims.Audience), Iss = token.Issuer, Jti = token.Id,
            TokenType = thumbprint is null ? TokenTypes.Bearer : TokenTypes.Dpop,
            ClientId = token.GetPayloadValue<string>(Claims.ClientId),
            Uid = userId,
            Cnf = thumbprint is null ? null : new() { Jkt = thumbprint },
        };
    }

    async Task<IntrospectionBody> IdTokenAsync(JsonWebToken token, CancellationToken ct) => new()
    {
        Active = true, Username = (await directory.Users.FindAsync(token.Subject, ct))?.Login,
        Exp = token.GetPayloadValue<long>(Claims.ExpiresAt), Iat = token.GetPayloadValue<long>(Claims.IssuedAt), Sub = token.Subject,
        Aud = token.GetPayloadValue<string>(Claims.Audience), Iss = token.Issuer, Jti = token.Id,
        TokenType = TokenTypes.Bearer, ClientId = token.GetPayloadValue<string>(Claims.Audience),
    };
}
