using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Callers;

/// <summary>
/// Whether a caller of the Management API may do what it asks: by API token, or by an access token of the org's with the scope
/// (api-access-management.md 1).
/// </summary>
sealed class ApiCaller(OrgDirectory directory, AuthorizationServers servers, PresentedAccessTokens tokens, TokenBinding binding)
{
    /// <summary>Any of the scopes will do; an API token needs none.</summary>
    /// <exception cref="CallerRefusal">It may not.</exception>
    public async Task CheckAsync(HttpContext context, params string[] scopes)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (Value(authorization, "Bearer ") is { } bearer)
            await CheckAccessTokenAsync(context, new(bearer, IsDpop: false), scopes);
        else if (Value(authorization, "DPoP ") is { } bound)
            await CheckAccessTokenAsync(context, new(bound, IsDpop: true), scopes);
        else if (Value(authorization, "SSWS ") is not { } apiToken || !IsApiToken(apiToken))
            throw new CallerRefusal(wrong: null);
    }

    async Task CheckAccessTokenAsync(HttpContext context, PresentedToken presented, string[] scopes)
    {
        var ct = context.RequestAborted;
        var server = await servers.FindAsync(null, ct);
        var path = context.Request.Path.ToUriComponent();
        try
        {
            var token = await tokens.ReadAsync(presented.Value, server, ct);
            context.NoteClient(token.GetPayloadValue<string>(Claims.ClientId));
            await binding.CheckAsync(context, servers.Urls.Public + path, presented, token, ct);
            if (!token.GetPayloadValue<string[]>(Claims.Scopes).Any(scopes.Contains))
                throw new OAuthError(
                    OAuthErrors.InsufficientScope,
                    "The access token provided does not contain the required scopes.",
                    StatusCodes.Status403Forbidden);
        }
        catch (OAuthError refused)
        {
            throw new CallerRefusal(new ProtectedResource(server, string.Join(' ', scopes), path).Refuse(presented, refused));
        }
    }

    bool IsApiToken(string apiToken)
    {
        return directory.Org.HasApiToken(Secrets.Hash(apiToken));
    }

    static string? Value(string authorization, string scheme) =>
        authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && authorization[scheme.Length..].Trim() is { Length: > 0 } value
            ? value
            : null;
}
