using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Apps;
using Postern.LocalOrg.Management.Calls;
using Postern.Protocol;

namespace Postern.LocalOrg.Importing;

/// <summary>A tenant's apps, with who is assigned to them and what they may do.</summary>
sealed class ImportedApps(Tenant tenant, IReadOnlyList<OrgPolicy> policies)
{
    /// <summary>An app may have as many users as the tenant: to look at all for the few that were read would take hours.</summary>
    const int MostUsers = 5_000;

    const int UsualLeeway = 30;

    /// <summary>Only made-up apps are named after it.</summary>
    const string Nowhere = "https://tenant.example";

    public async Task<IReadOnlyList<App>> ReadAsync(IReadOnlyList<ExportedUser> users, IReadOnlyList<Group> groups)
    {
        List<App> apps = [];
        foreach (var body in await tenant.ListAsync(Subject.Apps, "/api/v1/apps?limit=200"))
        {
            var what = $"The app {ImportedOrg.Named(body, "label")}";
            if (tenant.Read(what, () => Read(body)) is { } app)
                apps.Add(await WholeAsync(app, users, groups));
        }

        return [.. apps.OrderBy(app => app.Name, StringComparer.Ordinal).ThenBy(app => app.ClientId, StringComparer.Ordinal)];
    }

    App Read(RequestObject body)
    {
        var (id, app) = (body.Needed("id"), AppReader.Read(body, Nowhere, before: null, now: 0));
        var clientId = body.ObjectOrNothing("credentials").ObjectOrNothing("oauthClient").Text("client_id") is { Length: > 0 } chosen
            ? chosen
            : id;
        return app with
        {
            ClientId = clientId,
            AppId = clientId == id ? null : id,
            // Of one that has no refresh tokens nobody tells how they are.
            RefreshTokenLeewaySeconds = app.GrantTypes.Contains(GrantTypes.RefreshToken) ? app.RefreshTokenLeewaySeconds : UsualLeeway,
            Integration = app.IsClient ? null : body.Needed("name"),
            Status = ImportedOrg.StatusOf(body),
            AccessPolicyId = body.ObjectOrNothing("_links").ObjectOrNothing("accessPolicy").Text("href") is { } href
                && href[(href.LastIndexOf('/') + 1)..] is var policy && policies.Any(known => known.Id == policy)
                    ? policy
                    : null,
        };
    }

    async Task<App> WholeAsync(App app, IReadOnlyList<ExportedUser> users, IReadOnlyList<Group> groups)
    {
        if (app.IsClient)
            app = await WithGroupsClaimAsync(app) with
            {
                GrantedOrgScopes = await ScopesAsync(app),
                ClientSecrets = await SecretsAsync(app),
            };
        app = app with { UserAttributes = await new ImportedSchemas(tenant).AppAttributesAsync(app) };
        var assigned = await tenant.ListAsync(Subject.Assignments, $"/api/v1/apps/{app.Id}/groups?limit=200");
        app = app with
        {
            AssignedGroupIds =
            [
                .. assigned.OrderBy(group => group.Number("priority") ?? 0).Select(group => group.Text("id") ?? "")
                    .Where(id => groups.Any(group => group.Id == id)),
            ],
        };
        return users.Count == 0 || app.AssignsEverybody ? app : await WithUsersAsync(app, users);
    }

    /// <summary>How many there are that are good: their values, which the tenant tells, are not for a file.</summary>
    async Task<IReadOnlyList<ClientSecret>?> SecretsAsync(App app)
    {
        if (app.ClientSecrets is not { Count: > 0 } made)
            return null;

        var secrets = await tenant.ListAsync(Subject.Secrets, $"/api/v1/apps/{app.Id}/credentials/secrets");
        return secrets.Count(secret => secret.Text("status") is "ACTIVE") > 1 ? [.. made, .. made] : made;
    }

    async Task<App> WithGroupsClaimAsync(App app) =>
        await tenant.FindAsync(Subject.GroupsClaims, $"/api/v1/internal/apps/{app.Id}/settings/oauth/idToken") is { } body
            ? tenant.Read($"The groups claim of the app \"{app.Name}\"", () => GroupsClaims.With(app, body)) ?? app
            : app;

    async Task<IReadOnlyList<string>> ScopesAsync(App app) =>
    [
        .. (await tenant.ListAsync(Subject.Grants, $"/api/v1/apps/{app.Id}/grants")).Select(grant => grant.Text("scopeId")).OfType<string>()
            .Distinct(),
    ];

    /// <summary>Of those that were read who is assigned by themselves, and who is called otherwise than the app's template says.</summary>
    async Task<App> WithUsersAsync(App app, IReadOnlyList<ExportedUser> users)
    {
        var known = users.ToDictionary(user => user.Credentials.User.Id, user => user.Credentials.User);
        List<User> assigned = [];
        List<UserAssignment> named = [];
        foreach (var body in await tenant.ListAsync(Subject.Assignments, $"/api/v1/apps/{app.Id}/users?limit=500", MostUsers))
            if (known.TryGetValue(body.Text("id") ?? "", out var user))
            {
                if (body.Text("scope") is not "GROUP")
                    assigned.Add(user);
                if (body.ObjectOrNothing("credentials").Text("userName") is { Length: > 0 } name && name != app.UserNameOf(user))
                    named.Add(new() { UserId = user.Id, UserName = name });
            }

        return app with
        {
            AssignedUserIds = [.. assigned.OrderBy(user => user.Login, StringComparer.Ordinal).Select(user => user.Id)],
            UserAssignments = named.Count == 0 ? null : named,
        };
    }
}
