using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>Who has which roles in a seeded org, and who owns its API tokens.</summary>
static class SeededAdmins
{
    const string Id = "00u1posternAdmin0005";
    const string Login = "admin@postern.example";

    /// <summary>With a super admin where it has API tokens and names none: every org has one that owns them (management.md 21).</summary>
    public static OrgSeed With(OrgSeed seed) =>
        seed.ApiTokens.All(token => token.Owner is not null) || Owner(seed) is not null
            ? seed
            : seed with { Users = [.. seed.Users, Admin(seed)] };

    /// <summary>The first super admin who may act; null where nobody owns anything.</summary>
    public static string? OwnerOf(OrgSeed seed) => Owner(With(seed))?.Id;

    public static IEnumerable<RoleAssignment> Roles(OrgSeed seed, long now) =>
    [
        .. With(seed).Users.SelectMany(user => Of(AssigneeKind.User, user.Id, user.Roles, now)),
        .. seed.Groups.SelectMany(group => Of(AssigneeKind.Group, group.Id, group.Roles, now)),
        .. seed.Apps.SelectMany(app => Of(AssigneeKind.Client, app.ClientId, app.Roles ?? Usual(app.Kind, app.GrantedOrgScopes), now)),
    ];

    /// <summary>What an app has whose roles nobody speaks of: what it was granted is meant to be used.</summary>
    public static IReadOnlyList<string> Usual(AppKind kind, IReadOnlyList<string> grantedOrgScopes) =>
        kind is AppKind.Service && grantedOrgScopes.Count > 0 ? [RoleTypes.SuperAdmin] : [];

    static SeedUser? Owner(OrgSeed seed) => seed.Users.FirstOrDefault(
        user => user is { State: UserState.Active or UserState.MfaRequired } && user.Roles.Contains(RoleTypes.SuperAdmin));

    /// <summary>Who has no password, and can do nothing but own.</summary>
    static SeedUser Admin(OrgSeed seed) => new()
    {
        Id = Id, Login = seed.Users.Any(user => LoginKey.Of(user.Login) == Login) ? "owner." + Login : Login, Password = "",
        FirstName = "Postern", LastName = "Admin", Roles = [RoleTypes.SuperAdmin],
    };

    static IEnumerable<RoleAssignment> Of(AssigneeKind kind, string id, IReadOnlyList<string> roles, long now) =>
        roles.Select(type => RoleAssignment.Of(kind, id, type, now));
}
