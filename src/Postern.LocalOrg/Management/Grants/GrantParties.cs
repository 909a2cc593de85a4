using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Grants;

/// <summary>Whom a path of grants or tokens names.</summary>
sealed class GrantParties(CredentialStore credentialStore, OrgDirectory directory)
{
    public const string User = "/api/v1/users/{userId}", Client = User + "/clients/{clientId}", Reading = "okta.users.read",
        Managing = "okta.users.manage";

    /// <summary>By id or by login.</summary>
    /// <exception cref="OktaError">There is none.</exception>
    public async Task<User> UserAsync(ManagementCall call) =>
        await directory.Users.FindAsync(call["userId"], call.Ct)
            ?? (await credentialStore.FindCredentialsAsync(call["userId"], call.Ct))?.User
            ?? throw OktaError.NotFound(call["userId"], "User");

    /// <exception cref="OktaError">There is none.</exception>
    public async Task<App> ClientAsync(ManagementCall call) =>
        await directory.Apps.FindAsync(call["clientId"], call.Ct) is { IsClient: true } app
            ? app
            : throw OktaError.NotFound(call["clientId"], "PublicClientApp");

    /// <summary>Null: the org's own, or one that is there no more.</summary>
    public async Task<CustomAuthorizationServer?> ServerAsync(string? id, CancellationToken ct) =>
        id is null ? null : await directory.Servers.FindAsync(id, ct);
}
