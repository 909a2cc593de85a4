using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>
/// Holds policies to the directory's rules, and to each other, in the API's words. UNCONFIRMED: what is said of ids that are nobody's.
/// </summary>
sealed class PolicyChecks(OrgDirectory directory)
{
    /// <exception cref="OktaError">Another of its type has the name.</exception>
    public static void CheckName(OrgPolicy policy, IReadOnlyList<OrgPolicy> all)
    {
        if (all.Any(other => other.Id != policy.Id && other.Name == policy.Name))
            throw OktaError.Invalid("name", "name: Policy name already in use");
    }

    /// <exception cref="OktaError">Another of the policy's has the name: management.md 2.3.</exception>
    public static void CheckName(OrgPolicyRule rule, OrgPolicy policy)
    {
        if (policy.Rules.Any(other => other.Id != rule.Id && other.Name == rule.Name))
            throw OktaError.Invalid("name", "name: Policy rule name already in use");
    }

    /// <summary>Of a policy, and of the rules that it is given with: what nobody changes now may name what is there no more.</summary>
    /// <exception cref="OktaError">The first thing that is wrong.</exception>
    public async Task CheckAsync(IPolicyShelf shelf, OrgPolicy policy, CancellationToken ct)
    {
        foreach (var id in policy.GroupIds ?? [])
            await CheckGroupAsync(id, "conditions.people.groups.include", ct);
        foreach (var rule in policy.Rules)
            await CheckPeopleAsync(Filled.Read(rule.Conditions).ObjectOrNothing("people"), ct);
        Known known = new()
        {
            Groups = [.. policy.GroupIds ?? []], Users = [], Apps = [], Servers = [],
            Zones = [.. (await directory.NetworkZones.AllAsync(ct)).Select(zone => zone.Id)],
        };
        if (shelf.Check(policy, known).FirstOrDefault() is { } fault)
            throw OktaError.Invalid(Member(fault.Where), $"{Member(fault.Where)}: {fault.What}");
    }

    async Task CheckPeopleAsync(RequestObject people, CancellationToken ct)
    {
        foreach (var member in (string[])["include", "exclude"])
        {
            foreach (var id in people.ObjectOrNothing("groups").Texts(member) ?? [])
                await CheckGroupAsync(id, $"conditions.people.groups.{member}", ct);
            foreach (var id in people.ObjectOrNothing("users").Texts(member) ?? [])
                if (await directory.Users.FindAsync(id, ct) is null)
                    throw Unknown($"conditions.people.users.{member}", "user", id);
        }
    }

    async Task CheckGroupAsync(string id, string member, CancellationToken ct)
    {
        if (await directory.Groups.FindAsync(id, ct) is null)
            throw Unknown(member, "group", id);
    }

    static OktaError Unknown(string member, string kind, string id) => OktaError.Invalid(member, $"{member}: There is no {kind} '{id}'");

    /// <summary>As the API calls it, without the rule that it is in.</summary>
    static string Member(string where) => where[(where.LastIndexOf("].", StringComparison.Ordinal) + 1)..].TrimStart('.') switch
    {
        ['n', 'e', 't', 'w', 'o', 'r', 'k', 's', ..] => "conditions.network.include",
        ['e', 'x', 'c', 'l', 'u', 'd', 'e', 'd', 'N', ..] => "conditions.network.exclude",
        "sessionIdle" => "maxSessionIdleMinutes",
        "sessionLifetime" => "maxSessionLifetimeMinutes",
        "minAge" => "minAgeMinutes",
        "maxAge" => "maxAgeDays",
        "expiryWarning" => "expireWarnDays",
        "autoUnlock" => "autoUnlockMinutes",
        "recoveryTokenLifetime" => "tokenLifetimeMinutes",
        var other => JsonNamingPolicy.CamelCase.ConvertName(other.Split('[')[0]),
    };
}
