using Microsoft.AspNetCore.Http;
using Postern.Local.Authn;
using Postern.Local.OAuth;
using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.Management;

/// <summary>Whether a caller of the Management API may do what it asks: by API token, or by an access token of the org's with the scope (api-access-management.md 1).</summary>
sealed class ApiCaller(Organization org, TokenReader reader, AuthorizationServers servers)
{
    /// <summary>Any of the scopes will do; an API token needs none.</summary>
    /// <exception cref="OktaError">Neither is there, or the access token lacks the scope.</exception>
    public async Task CheckAsync(HttpContext context, params string[] scopes)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (Value(authorization, "SSWS ") is { } apiToken)
        {
            var given = Secrets.Hash(apiToken);
            if (!org.ApiTokenHashes.Any(hash => Secrets.AreEqual(hash, given)))
                throw OktaError.InvalidToken();
            return;
        }

        var server = await servers.FindAsync(null, context.RequestAborted);
        if (Value(authorization, "Bearer ") is not { } accessToken || await reader.ReadAccessTokenAsync(accessToken, server, context.RequestAborted) is not { } token)
            throw OktaError.InvalidToken();
        // UNCONFIRMED (api-access-management.md 2): the header and the body together.
        if (!token.GetPayloadValue<string[]>(Claims.Scopes).Any(scopes.Contains))
            throw new OktaError(StatusCodes.Status403Forbidden, OktaErrorCodes.NotPermitted, "You do not have permission to perform the requested action")
            {
                Header = ("WWW-Authenticate", $"Bearer error=\"insufficient_scope\", error_description=\"The access token provided does not contain the required scopes.\", scope=\"{scopes[0]}\""),
            };
    }

    static string? Value(string authorization, string scheme) =>
        authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && authorization[scheme.Length..].Trim() is { Length: > 0 } value ? value : null;
}
