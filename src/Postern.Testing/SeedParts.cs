using Postern.LocalOrg;
using Postern.Protocol;

namespace Postern.Testing;

/// <summary>
/// The parts that the kit makes seeds of: groups that are named and not there, apps of its own, servers that let everybody in.
/// </summary>
static class SeedParts
{
    public const string Everyone = "Everyone";

    /// <summary>Of the app that users get their tokens by, where a test names none.</summary>
    public const string OwnApp = "Postern.Testing";

    /// <summary>Of the app that gets tokens of its own, where a test names none.</summary>
    public const string OwnService = "Postern.Testing service";

    /// <summary>With the kit's own apps, and an authorization server where there is none.</summary>
    public static OrgSeed WithOwn(OrgSeed seed) => seed with
    {
        Apps = [.. seed.Apps, App(OwnApp, AppKind.Native, "http://localhost/postern-testing"), Service(OwnService)],
        AuthorizationServers = seed.AuthorizationServers.Count > 0 ? seed.AuthorizationServers : [Server("default", null)],
    };

    public static SeedApp App(string name, AppKind kind, string redirectUri)
    {
        var app = new SeedApp
        {
            Name = name,
            Kind = kind,
            RedirectUris = [redirectUri],
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
            AssignedGroupIds = [Everyone],
        };
        return kind is AppKind.Web
            ? app with { ClientSecret = Made.ClientSecret(), TokenEndpointAuthMethod = ClientAuthMethods.ClientSecretBasic }
            : app with { PkceRequired = true };
    }

    public static SeedApp Service(string name) => new()
    {
        Name = name,
        Kind = AppKind.Service,
        ClientSecret = Made.ClientSecret(),
        TokenEndpointAuthMethod = ClientAuthMethods.ClientSecretBasic,
        ResponseTypes = [ResponseTypes.Token],
        GrantTypes = [GrantTypes.ClientCredentials],
    };

    public static SeedAuthorizationServer Server(string id, string? audience) => new()
    {
        // What looks like an id is one; another name has one made of it.
        Id = id is "default" || (id.Length == 20 && id.StartsWith("aus", StringComparison.Ordinal)) ? id : "",
        Name = id,
        Audience = audience ?? $"api://{id}",
        Policies = [new() { Name = "Default Policy", Rules = [new() { Name = "Default Policy Rule" }] }],
    };

    /// <summary>With one more user, and the groups of theirs that are new.</summary>
    public static OrgSeed With(OrgSeed seed, SeedUser user) =>
        WithGroups(seed, user.GroupIds) with { Users = [.. seed.Users, user] };

    public static OrgSeed WithGroups(OrgSeed seed, IEnumerable<string> names) => seed with
    {
        Groups =
        [
            .. seed.Groups,
            .. names.Except(seed.Groups.SelectMany(group => (string[])[group.Id, group.Name]))
                .Select(name => new SeedGroup { Name = name }),
        ],
    };

    /// <summary>For messages.</summary>
    public static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
}
