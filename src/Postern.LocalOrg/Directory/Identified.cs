namespace Postern.LocalOrg.Directory;

/// <summary>Gives what belongs to an authorization server or a policy ids where it has none: the same for the same names.</summary>
static class Identified
{
    public static CustomAuthorizationServer Whole(CustomAuthorizationServer server) => server with
    {
        Scopes = [.. server.Scopes.Select(scope => scope with { Id = Or(scope.Id, OktaIds.Scope, server.Id, scope.Name) })],
        Claims =
        [
            .. server.Claims.Select(claim => claim with { Id = Or(claim.Id, OktaIds.Claim, server.Id, claim.Type.ToString(), claim.Name) }),
        ],
        Policies =
        [
            .. server.Policies.Select(
                (policy, number) => Whole(policy with { Id = Or(policy.Id, OktaIds.Policy, server.Id, policy.Name, $"{number}") })),
        ],
    };

    public static SessionPolicy Whole(SessionPolicy policy) => policy with
    {
        Rules = [.. policy.Rules.Select((rule, number) => rule with { Id = Or(rule.Id, OktaIds.Rule, policy.Id, rule.Name, $"{number}") })],
    };

    static AccessPolicy Whole(AccessPolicy policy) => policy with
    {
        Rules = [.. policy.Rules.Select((rule, number) => rule with { Id = Or(rule.Id, OktaIds.Rule, policy.Id, rule.Name, $"{number}") })],
    };

    static string Or(string? id, string prefix, params ReadOnlySpan<string> names) =>
        id is { Length: > 0 } ? id : OktaIds.Of(prefix, names);
}
