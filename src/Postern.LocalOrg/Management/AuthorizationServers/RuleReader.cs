using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Makes a rule of an access policy of what was sent: api-access-management.md 10.</summary>
sealed class RuleReader(OrgDirectory directory)
{
    /// <summary>Grants of users: a rule for one of these says whose.</summary>
    static readonly string[] OfUsers = [GrantTypes.AuthorizationCode, GrantTypes.Implicit, GrantTypes.Password];

    public static OktaError NameTaken() => OktaError.Invalid("name", "name: Policy rule name already in use");

    public static bool IsForUsers(AccessRule rule) => rule.GrantTypes.Any(OfUsers.Contains);

    /// <exception cref="OktaError">It cannot be.</exception>
    public async Task<AccessRule> ReadAsync(ManagementCall call, CustomAuthorizationServer server, AccessRule before)
    {
        var rule = Read(call.Body, before);
        CheckPeople(rule);
        ServerFaults.Check(ServerRules.OfRule(rule, server, await KnownOfAsync(rule, call.Ct)));
        return rule;
    }

    /// <summary>Held to nothing that it names.</summary>
    /// <exception cref="OktaError">It cannot be read.</exception>
    public static AccessRule Read(RequestObject body, AccessRule before)
    {
        var conditions = body.ObjectOrNothing("conditions");
        var (users, groups) = (
            conditions.ObjectOrNothing("people").ObjectOrNothing("users"), conditions.ObjectOrNothing("people").ObjectOrNothing("groups"));
        var token = body.ObjectOrNothing("actions").ObjectOrNothing("token");
        return before with
        {
            Name = body.Needed("name"),
            IsActive = Priorities.IsActive(body, before.IsActive),
            GrantTypes = conditions.ObjectOrNothing("grantTypes").Texts("include") is { Count: > 0 } grants
                ? grants
                : throw OktaError.Blank("conditions.grantTypes"),
            UserIds = users.Texts("include") ?? [],
            ExcludedUserIds = users.Texts("exclude") ?? [],
            GroupIds = groups.Texts("include") ?? [],
            ExcludedGroupIds = groups.Texts("exclude") ?? [],
            Scopes = conditions.Object("scopes") is { } scopes ? scopes.Texts("include") ?? [] : [AccessRule.EveryScope],
            AccessTokenLifetime = Minutes(token, "accessTokenLifetimeMinutes", 60),
            RefreshTokenLifetime = Minutes(token, "refreshTokenLifetimeMinutes", 0) is { Ticks: not 0 } lifetime ? lifetime : null,
            RefreshTokenWindow = Minutes(token, "refreshTokenWindowMinutes", 7 * 24 * 60),
            InlineHookId = token.ObjectOrNothing("inlineHook").Text("id"),
        };
    }

    static TimeSpan Minutes(RequestObject token, string member, int usual) => TimeSpan.FromMinutes(token.Number(member) ?? usual);

    /// <summary>management.md 2.3. A client that acts for itself is nobody.</summary>
    static void CheckPeople(AccessRule rule)
    {
        if (rule is { UserIds: [], GroupIds: [] } && IsForUsers(rule))
            throw OktaError.Invalid(
                "conditions.people",
                "conditions.people: At least one of ''conditions.people.users.include'' or ''conditions.people.groups.include'' must " +
                "contain a valid user or group when ''conditions.grantTypes'' contains one or more of [authorization_code, implicit, " +
                "password].");
    }

    /// <summary>Of those that it names the ones that there are.</summary>
    async Task<Known> KnownOfAsync(AccessRule rule, CancellationToken ct) => new()
    {
        Users = await ThereAsync([.. rule.UserIds, .. rule.ExcludedUserIds], directory.Users.FindAsync, ct),
        Groups = await ThereAsync([.. rule.GroupIds, .. rule.ExcludedGroupIds], directory.Groups.FindAsync, ct),
        Apps = [],
        Servers = [],
        Zones = [],
    };

    static async Task<List<string>> ThereAsync<T>(
        IEnumerable<string> ids, Func<string, CancellationToken, ValueTask<T?>> find, CancellationToken ct)
        where T : class
    {
        List<string> there = [];
        foreach (var id in ids)
            if (await find(id, ct) is not null)
                there.Add(id);
        return there;
    }
}
