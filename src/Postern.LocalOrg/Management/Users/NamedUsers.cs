using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Users;

/// <summary>Users as paths name them: by id, login, short login, or <c>me</c>, who is the caller (management.md 5.3).</summary>
sealed class NamedUsers(UserRecords records)
{
    const string Me = "me";

    /// <exception cref="OktaError">There is no such user.</exception>
    public async Task<UserRecord> FindAsync(ManagementCall call, string name)
    {
        var found = name is Me
            ? call.Caller.UserId is { } caller ? await records.FindAsync(caller, call.Ct) : null
            : await records.FindNamedAsync(name, call.Ct);
        return found ?? throw OktaError.NotFound(name, "User");
    }
}
