using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>Whether what an access policy names is there: a policy with a typing mistake would refuse in silence.</summary>
static class AccessPolicyChecks
{
    /// <summary>A longer list would hide what is wrong.</summary>
    const int MostTold = 20;

    // api-access-management.md 10. A rule may name what is not built, as it may in an org where it is not enabled.
    static readonly string[] Grants =
    [
        GrantTypes.AuthorizationCode, GrantTypes.Implicit, GrantTypes.Password, GrantTypes.ClientCredentials, GrantTypes.DeviceCode, GrantTypes.TokenExchange,
        GrantTypes.JwtBearer, GrantTypes.Ciba, "interaction_code", "urn:ietf:params:oauth:grant-type:saml2-bearer", "urn:okta:params:oauth:grant-type:otp",
        "urn:okta:params:oauth:grant-type:oob", "http://auth0.com/oauth/grant-type/mfa-otp", "http://auth0.com/oauth/grant-type/mfa-oob",
    ];

    /// <exception cref="ArgumentException">Which server, policy and rule names what, and what there is.</exception>
    public static void Check(SeedAuthorizationServer server, OrgSeed seed)
    {
        // A client that registers itself is given its id by the org: nobody could have named it here.
        var clients = seed.Apps.Select(app => app.ClientId).ToHashSet();
        var users = seed.Users.Select(user => user.Id).ToHashSet();
        HashSet<string> groups = [AccessPolicies.Everybody, .. seed.Groups.Select(group => group.Id)];
        HashSet<string> scopes = [AccessPolicies.EveryScope, .. ReservedScopes.All.Select(scope => scope.Name), .. server.Scopes.Select(scope => scope.Name)];
        foreach (var policy in server.Policies)
        {
            Check(server, $"the policy '{policy.Name}', which names the client", policy.ClientIds ?? [], clients, "Leave ClientIds out for all of them.");
            foreach (var rule in policy.Rules)
            {
                var named = $"the policy '{policy.Name}' with the rule '{rule.Name}', which names the";
                Check(server, named + " user", rule.UserIds.Concat(rule.ExcludedUserIds), users);
                Check(server, named + " group", rule.GroupIds.Concat(rule.ExcludedGroupIds), groups);
                Check(server, named + " scope", rule.Scopes, scopes);
                Check(server, named + " grant type", rule.GrantTypes, Grants, rule.GrantTypes.Contains(GrantTypes.RefreshToken) ? "Refreshing is judged by the grant that it began with." : null);
            }
        }
    }

    static void Check(SeedAuthorizationServer server, string where, IEnumerable<string> named, IReadOnlyCollection<string> known, string? hint = null)
    {
        if (named.FirstOrDefault(name => !known.Contains(name)) is not { } unknown)
            return;

        var told = known.Count == 0 ? "There is none." : $"There {(known.Count == 1 ? "is" : "are")} [{string.Join(", ", known.Take(MostTold))}{(known.Count > MostTold ? $", and {known.Count - MostTold} more" : "")}].";
        throw new ArgumentException($"The seed's authorization server '{server.Id}' has {where} '{unknown}'. {told}{(hint is null ? "" : " " + hint)}");
    }
}
