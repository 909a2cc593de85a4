using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Expressions;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tokens;

/// <summary>What the expressions of claims may refer to, for one grant: api-access-management.md 13.</summary>
sealed class ClaimReferences(OrgStore store, OrgDirectory directory, OrgUrls urls)
{
    public async Task<ExpressionScope> ForAsync(TokenGrant grant)
    {
        var app = await directory.FindAppAsync(grant.ClientId, CancellationToken.None);
        Dictionary<string, object?> roots = new()
        {
            ["app"] = new Dictionary<string, object?>
            {
                ["id"] = app?.Id ?? grant.ClientId, ["clientId"] = grant.ClientId, ["name"] = app?.Name,
                ["profile"] = app?.Profile is { } profile
                    ? Values.From(profile)
                    : null,
            },
            ["org"] = new Dictionary<string, object?>
            {
                ["name"] = directory.Org.Name,
                ["subDomain"] = new Uri(urls.Public).Host.Split('.')[0],
            },
            ["session"] = new Dictionary<string, object?> { ["amr"] = Texts(grant.Methods) },
            ["access"] = new Dictionary<string, object?> { ["scope"] = Texts(grant.Scopes) },
        };
        if (grant.User is { } user)
            await AddUserAsync(roots, user, app);
        return new()
        {
            Roots = roots,
            Time = store.Time,
            Groups = grant.User is null ? [] : ClaimGroups.Of(await directory.GroupsOfAsync(grant.User, CancellationToken.None)),
        };
    }

    async Task AddUserAsync(Dictionary<string, object?> roots, User user, App? app)
    {
        var profile = UserProfile.ForExpressions(user);
        roots["user"] = profile;
        // The app's copy of the profile, as an OpenID Connect app maps it from the start, but for what the assignment says.
        var name = app?.UserNameOf(user) ?? user.Login;
        Dictionary<string, object?> inApp = new(profile)
        {
            ["userName"] = name, ["name"] = user.Name, ["given_name"] = user.FirstName, ["family_name"] = user.LastName,
            ["preferred_username"] = name,
        };
        if (app?.AssignmentOf(user.Id)?.Profile is { } assigned)
            foreach (var attribute in assigned.EnumerateObject())
                inApp[attribute.Name] = Values.From(attribute.Value);
        roots["appuser"] = inApp;
        var state = await directory.StateOfAsync(user.Id, CancellationToken.None) ?? UserState.Active;
        roots[UserFunctions.Internal] = new Dictionary<string, object?> { ["id"] = user.Id, ["status"] = UserStatus.Of(state) };
    }

    static List<object?> Texts(IReadOnlyList<string> texts) => [.. texts];
}
