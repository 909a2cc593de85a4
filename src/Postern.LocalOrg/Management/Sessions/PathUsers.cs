using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Sessions;

/// <summary>Users as paths name them: by id, login, or <c>me</c>, who is the caller (management.md 5.3).</summary>
sealed class PathUsers(OrgDirectory directory, CredentialStore credentials)
{
    /// <exception cref="OktaError">There is no such user.</exception>
    public async Task<User> FindAsync(ManagementCall call, string name) =>
        await directory.Users.FindAsync(name is "me" ? call.Caller.UserId ?? "" : name, call.Ct)
            ?? (await credentials.FindCredentialsAsync(name, call.Ct))?.User
            ?? throw OktaError.NotFound(name, "User");
}
