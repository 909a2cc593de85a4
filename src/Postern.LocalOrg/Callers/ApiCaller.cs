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
    const string Reading = ".read";

    /// <summary>Any of the scopes will do; an API token needs none.</summary>
    /// <exception cref="CallerRefusal">It may not.</exception>
    public Task<ApiPrincipal> CheckAsync(HttpContext context, params string[] scopes) =>
        CheckAsync(context, string.Join(' ', scopes), scopes);

    /// <summary>By an access token with the scope, or with the one that manages what this one reads: management.md 4.</summary>
    /// <exception cref="CallerRefusal">It may not.</exception>
    public Task<ApiPrincipal> CheckOperationAsync(HttpContext context, string scope) =>
        CheckAsync(context, scope, scope.EndsWith(Reading, StringComparison.Ordinal) ? [scope, scope[..^Reading.Length] + ".manage"] : [scope]);

    async Task<ApiPrincipal> CheckAsync(HttpContext context, string wanted, string[] scopes)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (Value(authorization, "Bearer ") is { } bearer)
            return await CheckAccessTokenAsync(context, new(bearer, IsDpop: false), wanted, scopes);
        if (Value(authorization, "DPoP ") is { } bound)
            return await CheckAccessTokenAsync(context, new(bound, IsDpop: true), wanted, scopes);
        if (Value(authorization, "SSWS ") is { } apiToken && directory.Org.FindApiToken(Secrets.Hash(apiToken)) is { } known)
            return new() { TokenId = known.Id };
        throw new CallerRefusal(wrong: null);
    }

    async Task<ApiPrincipal> CheckAccessTokenAsync(HttpContext context, PresentedToken presented, string wanted, string[] scopes)
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
            return new()
            {
                ClientId = token.GetPayloadValue<string>(Claims.ClientId),
                UserId = token.TryGetPayloadValue<string>(Claims.UserId, out var userId) ? userId : null,
            };
        }
        catch (OAuthError refused)
        {
            throw new CallerRefusal(new ProtectedResource(server, wanted, path).Refuse(presented, refused));
        }
    }

    static string? Value(string authorization, string scheme) =>
        authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && authorization[scheme.Length..].Trim() is { Length: > 0 } value
            ? value
            : null;
}
