using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Says what is wrong with what belongs to an authorization server: management.md 2.3.</summary>
static class ServerFaults
{
    /// <summary>Members of our records, and what Okta calls them.</summary>
    static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["expression"] = "value", ["groups.value"] = "value", ["groups"] = "value", ["scopes"] = "conditions.scopes",
        ["userIds"] = "conditions.people.users.include", ["excludedUserIds"] = "conditions.people.users.exclude",
        ["groupIds"] = "conditions.people.groups.include", ["excludedGroupIds"] = "conditions.people.groups.exclude",
        ["grantTypes"] = "conditions.grantTypes", ["clientIds"] = "conditions.clients.include",
        ["accessTokenLifetime"] = "actions.token.accessTokenLifetimeMinutes",
        ["refreshTokenLifetime"] = "actions.token.refreshTokenLifetimeMinutes",
        ["refreshTokenWindow"] = "actions.token.refreshTokenWindowMinutes",
    };

    /// <summary>The first. UNCONFIRMED (api-access-management.md 8 to 10): the texts.</summary>
    /// <exception cref="OktaError">There is one.</exception>
    public static void Check(IEnumerable<Fault> faults)
    {
        if (faults.FirstOrDefault() is not { } fault)
            return;

        var where = fault.Where.Split('[')[0];
        var member = Members.GetValueOrDefault(where, where);
        throw fault.What switch
        {
            "cannot be left blank." => OktaError.Blank(member),
            ['h', 'a', 's', ' ', ..] => OktaError.Invalid(member, $"{member}: The field is too long"),
            var what => OktaError.Invalid(member, $"{member}: {what}"),
        };
    }

    public static OktaError NameTaken() =>
        OktaError.Invalid("name", "name: An object with this field already exists in the current organization");
}
