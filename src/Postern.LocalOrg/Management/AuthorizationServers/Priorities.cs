using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Places in a list, the first of which is 1: policies and rules are asked in their order.</summary>
static class Priorities
{
    /// <summary>
    /// With an item at a place, new there or moved, and the others in their order. A place beyond the end is the last one; without one, a
    /// new item is the last and another stays where it is. management.md 11.
    /// </summary>
    public static IReadOnlyList<T> Put<T>(IReadOnlyList<T> items, T item, Func<T, string> idOf, int? priority)
    {
        if (priority < 1)
            throw OktaError.Invalid("priority", "priority: The field must be greater than or equal to 1");

        var before = Of(items, idOf(item), idOf);
        List<T> others = [.. items.Where(other => idOf(other) != idOf(item))];
        others.Insert(Math.Min((priority ?? (before > 0 ? before : int.MaxValue)) - 1, others.Count), item);
        return others;
    }

    /// <summary>0: it is not there.</summary>
    public static int Of<T>(IReadOnlyList<T> items, string id, Func<T, string> idOf) =>
        items.Index().Where(item => idOf(item.Item) == id).Select(item => item.Index + 1).FirstOrDefault();

    public static bool IsActive(RequestObject body, bool before) => body.Text("status") switch
    {
        null => before,
        "ACTIVE" => true,
        "INACTIVE" => false,
        _ => throw OktaError.Malformed(),
    };

    extension(CustomAuthorizationServer server)
    {
        /// <exception cref="OktaError">There is none.</exception>
        public AccessPolicy PolicyOf(ManagementCall call) =>
            server.Policies.FirstOrDefault(policy => policy.Id == call["policyId"]) ?? throw OktaError.NotFound(call["policyId"], "Policy");

        /// <summary>In the place of what it was.</summary>
        public CustomAuthorizationServer WithPolicy(AccessPolicy policy) =>
            server with { Policies = [.. server.Policies.Select(other => other.Id == policy.Id ? policy : other)] };
    }

    /// <exception cref="OktaError">There is none.</exception>
    public static AccessRule RuleOf(this AccessPolicy policy, ManagementCall call) =>
        policy.Rules.FirstOrDefault(rule => rule.Id == call["ruleId"]) ?? throw OktaError.NotFound(call["ruleId"], "PolicyRule");
}
