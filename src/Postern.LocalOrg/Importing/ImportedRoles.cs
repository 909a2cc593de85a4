using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Importing;

/// <summary>Which standard roles users, groups and apps of a tenant have.</summary>
sealed class ImportedRoles(Tenant tenant)
{
    public async Task<IReadOnlyList<RoleAssignment>> ReadAsync(
        IReadOnlyList<ExportedUser> users, IReadOnlyList<Group> groups, IReadOnlyList<App> apps)
    {
        List<RoleAssignment> roles = [];
        var known = users.Select(user => user.Credentials.User.Id).ToHashSet();
        if (known.Count > 0)
            foreach (var id in await AdminsAsync())
                if (known.Contains(id))
                    roles.AddRange(Of(AssigneeKind.User, id, await ListAsync(Subject.UserRoles, $"/api/v1/users/{id}/roles")));
        foreach (var group in groups)
            roles.AddRange(
                Of(AssigneeKind.Group, group.Id, await ListAsync(Subject.GroupRoles, $"/api/v1/groups/{group.Id}/roles")));
        foreach (var app in apps.Where(app => app.GrantedOrgScopes.Count > 0))
            roles.AddRange(
                Of(AssigneeKind.Client, app.ClientId, await ListAsync(Subject.ClientRoles, $"/oauth2/v1/clients/{app.ClientId}/roles")));
        return roles;
    }

    /// <summary>Who has roles of their own: a list that says itself where it goes on.</summary>
    async Task<List<string>> AdminsAsync()
    {
        List<string> ids = [];
        for (var path = "/api/v1/iam/assignees/users?limit=200"; path is not null;)
        {
            var page = await tenant.FindAsync(Subject.UserRoles, path);
            ids.AddRange((page?.Objects("value") ?? []).Select(user => user.Text("id")).OfType<string>());
            var next = page?.ObjectOrNothing("_links").ObjectOrNothing("next").Text("href");
            path = Uri.TryCreate(next, UriKind.Absolute, out var url) && url.PathAndQuery != path ? url.PathAndQuery : null;
        }

        return ids;
    }

    Task<IReadOnlyList<RequestObject>> ListAsync(Subject subject, string path) => tenant.ListAsync(subject, path);

    IEnumerable<RoleAssignment> Of(AssigneeKind kind, string id, IReadOnlyList<RequestObject> roles)
    {
        foreach (var type in roles.Select(role => role.Text("type") ?? ""))
            if (RoleTypes.Has(type))
                yield return RoleAssignment.Of(kind, id, type, now: 0);
            else
                tenant.Remark($"Roles of the type {type} are left out: there are only Okta's standard roles here.");
    }
}
