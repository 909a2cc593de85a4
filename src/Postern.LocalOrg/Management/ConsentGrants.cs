using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management;

/// <summary>Takes back what users have agreed to: api-access-management.md 12. What was issued by then stays good.</summary>
sealed class ConsentGrants(CredentialStore credentialStore, InteractionStore interactionStore, OrgDirectory directory)
{
    /// <summary>Of one client where the path names one, else of all.</summary>
    public async Task RevokeAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var userId = await UserIdAsync(context.GetRouteValue("userId") as string ?? "", ct);
        await (
            context.GetRouteValue("clientId") is string clientId
                ? interactionStore.RevokeConsentsAsync(userId, clientId, ct)
                : interactionStore.RevokeConsentsAsync(userId, ct));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>A path may name a user by id or by login.</summary>
    async Task<string> UserIdAsync(string idOrLogin, CancellationToken ct) =>
        (await directory.Users.FindAsync(idOrLogin, ct) ?? (await credentialStore.FindCredentialsAsync(idOrLogin, ct))?.User)?.Id
            ?? throw OktaError.NotFound(idOrLogin, "User");
}
