using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Callers;

/// <summary>
/// Whether a caller of the Management API may do what it asks: by API token with the rights of its owner, or by an access token of the
/// org's with the scope and the rights of whom it acts for (management.md 1.5).
/// </summary>
sealed class ApiCaller(
    OrgDirectory directory, AuthorizationServers servers, PresentedAccessTokens tokens, TokenBinding binding, ApiTokenUses uses)
{
    const string Reading = ".read";

    /// <summary>Any of the scopes will do; an API token needs none.</summary>
    /// <exception cref="CallerRefusal">It is nobody that is known, or its token will not do.</exception>
    /// <exception cref="OktaError">No role of its lets it.</exception>
    public Task<ApiPrincipal> CheckAsync(HttpContext context, params string[] scopes) =>
        CheckAsync(context, string.Join(' ', scopes), scopes);

    /// <summary>By an access token with the scope, or with the one that manages what this one reads: management.md 4.</summary>
    /// <exception cref="CallerRefusal">It is nobody that is known, or its token will not do.</exception>
    /// <exception cref="OktaError">No role of its lets it.</exception>
    public Task<ApiPrincipal> CheckOperationAsync(HttpContext context, string scope) =>
        CheckAsync(
            context, scope, scope.EndsWith(Reading, StringComparison.Ordinal) ? [scope, scope[..^Reading.Length] + ".manage"] : [scope]);

    /// <summary>By an API token, whatever its owner's roles.</summary>
    /// <exception cref="CallerRefusal">It is none of the org's.</exception>
    public async Task<ApiPrincipal> CheckApiTokenAsync(HttpContext context) =>
        (await FindOwnerAsync(context, context.Request.Headers.Authorization.ToString())).Principal;

    async Task<ApiPrincipal> CheckAsync(HttpContext context, string wanted, string[] scopes)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        var (principal, roles) = Value(authorization, "Bearer ") is { } bearer
            ? await CheckAccessTokenAsync(context, new(bearer, IsDpop: false), wanted, scopes)
            : Value(authorization, "DPoP ") is { } bound
                ? await CheckAccessTokenAsync(context, new(bound, IsDpop: true), wanted, scopes)
                : await FindOwnerAsync(context, authorization);
        context.NoteUser(principal.UserId);
        // Who comes of an earlier version's org has every right: OrgSettings.HasAdmins.
        if (roles is not null && !Rights.Suffice(roles, scopes[0], context.Request.Path.Value ?? ""))
            throw OktaError.NotPermitted();
        return principal;
    }

    async Task<(ApiPrincipal Principal, IEnumerable<RoleAssignment>? Roles)> FindOwnerAsync(HttpContext context, string authorization)
    {
        var ct = context.RequestAborted;
        if (Value(authorization, "SSWS ") is not { } apiToken
            || directory.Org.FindApiToken(Secrets.Hash(apiToken)) is not { } token
            || !await uses.TryUseAsync(token, ct))
            throw new CallerRefusal(wrong: null);

        var owner = token.OwnerId is null ? null : await directory.FindActiveUserAsync(token.OwnerId, ct)
            ?? throw new CallerRefusal(wrong: null);
        // UNCONFIRMED: what a token is told that comes from elsewhere.
        if (!uses.MayComeFrom(token, Forwarding.CallerOf(context)))
            throw OktaError.NotPermitted();
        return (new() { TokenId = token.Id, UserId = owner?.Id }, owner is null ? null : directory.Org.RolesOf(owner));
    }

    async Task<(ApiPrincipal Principal, IEnumerable<RoleAssignment>? Roles)> CheckAccessTokenAsync(
        HttpContext context, PresentedToken presented, string wanted, string[] scopes)
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
            ApiPrincipal principal = new()
            {
                ClientId = token.GetPayloadValue<string>(Claims.ClientId),
                UserId = token.TryGetPayloadValue<string>(Claims.UserId, out var userId) ? userId : null,
            };
            return (principal, await RolesOfAsync(principal, ct));
        }
        catch (OAuthError refused)
        {
            throw new CallerRefusal(new ProtectedResource(server, wanted, path).Refuse(presented, refused));
        }
    }

    /// <summary>Of the user that the client acts for, or of the client that acts for itself.</summary>
    async ValueTask<IEnumerable<RoleAssignment>?> RolesOfAsync(ApiPrincipal principal, CancellationToken ct)
    {
        if (!directory.Org.Settings.HasAdmins)
            return null;
        if (principal.UserId is not { } userId)
            return directory.Org.RolesOf(AssigneeKind.Client, principal.ClientId!);

        return await directory.FindActiveUserAsync(userId, ct) is { } user ? directory.Org.RolesOf(user) : [];
    }

    static string? Value(string authorization, string scheme) =>
        authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && authorization[scheme.Length..].Trim() is { Length: > 0 } value
            ? value
            : null;
}
