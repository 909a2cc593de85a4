using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.UserTypes;

/// <summary>User types as paths name them: by id, by their schema's id, or <c>default</c>.</summary>
sealed class NamedUserTypes(OrgDirectory directory)
{
    const string Default = "default";

    /// <exception cref="OktaError">There is no such type.</exception>
    public async Task<UserType> FindAsync(ManagementCall call, string name, string kind) => (await KeptAsync(call, name, kind)).Document;

    /// <exception cref="OktaError">There is no such type.</exception>
    public async Task<Kept<UserType>> KeptAsync(ManagementCall call, string name, string kind) =>
        await directory.UserTypes.FindToChangeAsync(IdOf(name), call.Ct) ?? throw OktaError.NotFound(name, kind);

    static string IdOf(string name) => name is Default ? UserType.DefaultId
        : name.StartsWith(OktaIds.Schema, StringComparison.Ordinal) ? OktaIds.UserType + name[OktaIds.Schema.Length..]
        : name;
}
