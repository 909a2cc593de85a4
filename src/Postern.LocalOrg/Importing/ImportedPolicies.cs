using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Policies;

namespace Postern.LocalOrg.Importing;

/// <summary>A tenant's policies of sign-in, passwords and factors, those that are in force.</summary>
sealed class ImportedPolicies(Tenant tenant, Reachable reachable)
{
    /// <summary>What a condition may name in the place of a behaviour's id: that of the kind which the org itself has.</summary>
    const string NewDevice = "New Device", OfDevices = "ANOMALOUS_DEVICE";

    public async Task<IReadOnlyList<SessionPolicy>> SessionAsync()
    {
        List<SessionPolicy> policies = [];
        foreach (var policy in await ReadAsync(SessionForm.Form))
        {
            List<SessionRule> rules = [];
            foreach (var rule in policy.Rules)
                rules.Add(await WithBehaviorAsync(rule, policy));
            policies.Add(policy with { Rules = rules });
        }

        return policies;
    }

    /// <summary>The last is the one that every org has, whether the tenant tells it or not. One rule for everybody is none.</summary>
    public async Task<IReadOnlyList<PasswordPolicy>> PasswordAsync()
    {
        var policies = (await ReadAsync(PasswordForm.Form)).Select(policy =>
            policy.Rules is [{ Status: Lifecycle.Active, Networks: null, ExcludedNetworks: null, ExcludedUserIds: null } only]
                ? policy with { Rules = null, AllowsReset = only.AllowsReset, AllowsUnlock = only.AllowsUnlock }
                : policy).ToList();
        return policies is [.., { IsSystem: true }] ? policies : [.. policies, .. SeededPolicies.Password(new(), now: 0)];
    }

    /// <inheritdoc cref="PasswordAsync"/>
    public async Task<IReadOnlyList<EnrollmentPolicy>> EnrollmentAsync()
    {
        var policies = (await ReadAsync(EnrollmentForm.Form)).Select(policy =>
            policy.Rules is [{ Status: Lifecycle.Active, Networks: null, ExcludedNetworks: null, ExcludedUserIds: null } only]
                ? policy with { Rules = null, EnrollsAtSignIn = only.EnrollsAtSignIn }
                : policy).ToList();
        return policies is [.., { IsSystem: true }] ? policies : [.. policies, .. SeededPolicies.Enrollment(new(), now: 0)];
    }

    /// <summary>Those that apps may be given; the one that every org has decides here for nobody.</summary>
    public async Task<IReadOnlyList<OrgPolicy>> AppAsync() =>
    [
        .. (await ReadAsync(OtherForm.Of(PolicyKinds.Access))).Where(policy => !policy.IsSystem).Select(Reached)
            .OrderBy(policy => policy.Name, StringComparer.Ordinal),
    ];

    /// <summary>The one that every org has, with its rules.</summary>
    public async Task<IReadOnlyList<OrgPolicy>> RoutingAsync() => await ReadAsync(OtherForm.Of(PolicyKinds.Discovery));

    OrgPolicy Reached(OrgPolicy policy) => policy with { Rules = [.. policy.Rules.Select(rule => Reached(rule, policy))] };

    OrgPolicyRule Reached(OrgPolicyRule rule, OrgPolicy policy)
    {
        var access = rule.Access!;
        var (users, groups) = (reachable.Users(access.UserIds ?? []), reachable.Groups(access.GroupIds ?? []));
        var isFor = reachable.KeepsPeople(
            $"The rule \"{rule.Name}\" of the policy \"{policy.Name}\"",
            (access.UserIds?.Count ?? 0) + (access.GroupIds?.Count ?? 0), users.Count + groups.Count);
        return rule with
        {
            Access = access with { UserIds = users.Count == 0 ? null : users, GroupIds = groups.Count == 0 ? null : groups },
            Status = isFor ? rule.Status : Lifecycle.Inactive,
        };
    }

    async Task<List<T>> ReadAsync<T>(PolicyForm<T> form)
        where T : IPolicy
    {
        List<OrgPolicy> policies = [];
        foreach (var body in await tenant.ListAsync(Subject.Policies, $"/api/v1/policies?type={form.Kind.Type}"))
            if (body.Text("status") is not "INACTIVE"
                && tenant.Read($"The policy {ImportedOrg.Named(body, "name")}", () => Policy(body, form.Kind)) is { } policy)
                policies.Add(policy with { Rules = await RulesAsync(policy, form.Kind) });
        return
        [
            .. policies.OrderBy(policy => policy.IsSystem).ThenBy(policy => policy.Priority).Select(policy => form.Typed(policy, default)),
        ];
    }

    static OrgPolicy Policy(RequestObject body, PolicyKind kind) => PolicyReader.Policy(body, kind, new()
    {
        Id = body.Needed("id"), Type = kind.Type, Name = body.Needed("name"), IsSystem = body.Flag("system") ?? false,
        Priority = body.Number("priority") ?? 0,
    });

    async Task<IReadOnlyList<OrgPolicyRule>> RulesAsync(OrgPolicy policy, PolicyKind kind)
    {
        List<(int Priority, OrgPolicyRule Rule)> rules = [];
        foreach (var body in await tenant.ListAsync(Subject.Policies, $"/api/v1/policies/{policy.Id}/rules"))
        {
            var what = $"The rule {ImportedOrg.Named(body, "name")} of the policy \"{policy.Name}\"";
            if (tenant.Read(what, () => Rule(body, kind)) is { } rule)
                rules.Add((body.Number("priority") ?? int.MaxValue, Reached(rule, what)));
        }

        return [.. rules.OrderBy(rule => rule.Rule.IsSystem).ThenBy(rule => rule.Priority).Select(rule => rule.Rule)];
    }

    static OrgPolicyRule Rule(RequestObject body, PolicyKind kind) => PolicyReader.Rule(body, kind, new()
    {
        Id = body.Needed("id"), Name = body.Needed("name"), IsSystem = body.Flag("system") ?? false, Actions = default,
    });

    OrgPolicyRule Reached(OrgPolicyRule rule, string what)
    {
        var networks = reachable.Networks(rule.Networks);
        var isSomewhere = reachable.KeepsPlaces(what, rule.Networks?.Count ?? 0, networks?.Count ?? 0);
        return rule with
        {
            Networks = networks is { Count: 0 } ? null : networks,
            ExcludedNetworks = reachable.ExcludedNetworks(rule.ExcludedNetworks),
            ExcludedUserIds = reachable.UsersOrNull(rule.ExcludedUserIds),
            Status = isSomewhere ? rule.Status : Lifecycle.Inactive,
        };
    }

    /// <summary>Of the ways in which somebody may behave unusually, only that of a new device is known here.</summary>
    async Task<SessionRule> WithBehaviorAsync(SessionRule rule, SessionPolicy policy)
    {
        var named = Filled.Read(rule.Conditions).ObjectOrNothing("risk").Texts("behaviors") ?? [];
        if (named.Count == 0)
            return rule;

        var ofDevices = (await tenant.ListAsync(Subject.Behaviors, "/api/v1/behaviors?limit=200"))
            .Where(behavior => behavior.Text("type") is OfDevices).Select(behavior => behavior.Text("id")).Append(NewDevice);
        if (named.All(ofDevices.Contains))
            return rule with { NewDevicesOnly = true };

        tenant.Remark($"The rule \"{rule.Name}\" of the policy \"{policy.Name}\" is switched off: it is for behaviors not known here.");
        return rule with { Status = Lifecycle.Inactive };
    }
}
