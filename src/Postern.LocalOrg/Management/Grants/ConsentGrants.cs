using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Grants;

/// <summary>Takes back what users have agreed to: api-access-management.md 12. What was issued by then stays good.</summary>
sealed class ConsentGrants(CredentialStore credentialStore, InteractionStore interactionStore, OrgDirectory directory) : IOperations
{
    const string User = "/api/v1/users/{userId}";
    const string Managing = "okta.users.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Change("DELETE", User + "/grants", Managing, RevokeAsync),
        Operation.Change("DELETE", User + "/clients/{clientId}/grants", Managing, RevokeAsync),
    ];

    /// <summary>Of one client where the path names one, else of all.</summary>
    async Task<Answer> RevokeAsync(ManagementCall call, Work work)
    {
        var userId = await UserIdAsync(call["userId"], call.Ct);
        await (
            call["clientId"] is { Length: > 0 } clientId
                ? interactionStore.RevokeConsentsAsync(userId, clientId, call.Ct)
                : interactionStore.RevokeConsentsAsync(userId, call.Ct));
        return Answer.NoContent();
    }

    /// <summary>A path may name a user by id or by login.</summary>
    async Task<string> UserIdAsync(string idOrLogin, CancellationToken ct) =>
        (await directory.Users.FindAsync(idOrLogin, ct) ?? (await credentialStore.FindCredentialsAsync(idOrLogin, ct))?.User)?.Id
            ?? throw OktaError.NotFound(idOrLogin, "User");
}
