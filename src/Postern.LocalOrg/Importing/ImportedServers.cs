using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.AuthorizationServers;
using Postern.LocalOrg.Management.Calls;
using Postern.Protocol;

namespace Postern.LocalOrg.Importing;

/// <summary>A tenant's custom authorization servers, with their scopes, claims, policies and rules.</summary>
sealed class ImportedServers(Tenant tenant, Reachable reachable)
{
    const string EveryClient = "ALL_CLIENTS";

    public async Task<IReadOnlyList<CustomAuthorizationServer>> ReadAsync()
    {
        Dictionary<string, CustomAuthorizationServer> servers = new(StringComparer.Ordinal);
        foreach (var body in await tenant.ListAsync(Subject.Servers, "/api/v1/authorizationServers?limit=200"))
            if (tenant.Read($"The authorization server {ImportedOrg.Named(body, "name")}", () => Read(body)) is { } server)
                servers[body.Needed("id")] = server;
        List<CustomAuthorizationServer> whole = [];
        foreach (var (id, server) in servers)
            whole.Add(await WholeAsync(id, server, servers));
        return
        [
            .. whole.OrderBy(server => server.Id is not CustomAuthorizationServer.Default)
                .ThenBy(server => server.Name, StringComparer.Ordinal).ThenBy(server => server.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The one that an org begins with is called by a word, in which its issuer ends.</summary>
    static CustomAuthorizationServer Read(RequestObject body) => ServerReader.ReadWhole(body, new()
    {
        Id = body.Flag("default") is true ? CustomAuthorizationServer.Default : body.Needed("id"), Name = "", Audience = "",
        Status = ImportedOrg.StatusOf(body),
    });

    async Task<CustomAuthorizationServer> WholeAsync(
        string id, CustomAuthorizationServer server, Dictionary<string, CustomAuthorizationServer> all)
    {
        var path = $"/api/v1/authorizationServers/{id}";
        server = WithScopes(server, await tenant.ListAsync(Subject.Servers, path + "/scopes"));
        server = WithClaims(server, await tenant.ListAsync(Subject.Servers, path + "/claims"));
        List<AccessPolicy> policies = [];
        foreach (var body in InOrder(await tenant.ListAsync(Subject.Servers, path + "/policies")))
            if (tenant.Read($"The policy {Of(body, server)}", () => Policy(body)) is { } policy)
                policies.Add(policy with { Rules = await RulesAsync($"{path}/policies/{policy.Id}/rules", server) });
        var trusted = await tenant.ListAsync(Subject.Servers, path + "/associatedServers?trusted=true");
        return server with
        {
            Policies = policies,
            TrustedServerIds = [.. trusted.Select(other => all.GetValueOrDefault(other.Text("id") ?? "")?.Id).OfType<string>()],
        };
    }

    /// <summary>The newest come first: management.md 11. Of those that every server has only what was changed is said.</summary>
    CustomAuthorizationServer WithScopes(CustomAuthorizationServer server, IReadOnlyList<RequestObject> bodies)
    {
        List<OAuth2Scope> own = [], changed = [];
        foreach (var body in bodies.Reverse())
            if (ReservedScopes.All.FirstOrDefault(scope => scope.Name == body.Text("name")) is { } usual)
            {
                if (tenant.Read($"The scope {Of(body, server)}", () => ScopeReader.ReadReserved(body, usual)) is { } reserved
                    && reserved != usual)
                    changed.Add(reserved);
            }
            else if (tenant.Read($"The scope {Of(body, server)}", () => Checked(ScopeReader.Read(body, new() { Name = "" }))) is { } scope)
            {
                own.Add(scope);
            }

        return server with { Scopes = own, ChangedScopes = changed.Count == 0 ? null : changed };
    }

    static OAuth2Scope Checked(OAuth2Scope scope)
    {
        ServerFaults.Check(ServerRules.OfScope(scope));
        return scope;
    }

    CustomAuthorizationServer WithClaims(CustomAuthorizationServer server, IReadOnlyList<RequestObject> bodies)
    {
        List<OAuth2Claim> own = [];
        List<ChangedClaim> changed = [];
        foreach (var body in bodies.Reverse())
            if (body.Flag("system") is true && body.Text("name") is not Claims.Subject)
            {
                if (StandardClaims.Find(body.Text("name") ?? "") is { } usual && Changed(body, usual, server) is { } claim)
                    changed.Add(claim);
            }
            else if (tenant.Read($"The claim {Of(body, server)}", () => Claim(body, server)) is { } claim && !IsUsual(claim))
            {
                own.Add(claim);
            }

        return server with { Claims = own, ChangedClaims = changed.Count == 0 ? null : changed };
    }

    ChangedClaim? Changed(RequestObject body, StandardClaim usual, CustomAuthorizationServer server)
    {
        ListedClaim before = new(usual);
        return tenant.Read($"The claim {Of(body, server)}", () => ClaimReader.ReadStandard(body, before)) is { } claim
            && (!claim.IsActive || claim.IsAlways != before.IsAlways || !claim.Scopes.SequenceEqual(before.Scopes))
                ? claim
                : null;
    }

    static OAuth2Claim Claim(RequestObject body, CustomAuthorizationServer server)
    {
        var claim = ClaimReader.Read(body, new() { Name = "" });
        ServerFaults.Check(ClaimRules.Check(claim, server));
        return claim;
    }

    /// <summary>What access tokens have anyway.</summary>
    static bool IsUsual(OAuth2Claim claim) => claim is
    {
        Name: Claims.Subject, Type: ClaimType.Resource, Expression: StandardClaims.Subject, IsActive: true, Scopes.Count: 0,
    };

    static AccessPolicy Policy(RequestObject body)
    {
        var clients = body.ObjectOrNothing("conditions").ObjectOrNothing("clients").Texts("include") ?? [EveryClient];
        return new()
        {
            Id = body.Needed("id"), Name = body.Needed("name"), Description = body.Text("description"),
            IsActive = Priorities.IsActive(body, before: true), ClientIds = clients.Contains(EveryClient) ? null : clients,
        };
    }

    async Task<IReadOnlyList<AccessRule>> RulesAsync(string path, CustomAuthorizationServer server)
    {
        List<AccessRule> rules = [];
        foreach (var body in InOrder(await tenant.ListAsync(Subject.Servers, path)))
            if (tenant.Read($"The rule {Of(body, server)}", () => RuleReader.Read(body, new() { Name = "", GrantTypes = [] })) is { } rule)
                rules.Add(Reached(rule, $"The rule {Of(body, server)}"));
        return rules;
    }

    AccessRule Reached(AccessRule rule, string what)
    {
        var (users, groups) = (reachable.Users(rule.UserIds), reachable.Groups(rule.GroupIds));
        var isFor = reachable.KeepsPeople(what, rule.UserIds.Count + rule.GroupIds.Count, users.Count + groups.Count);
        return rule with
        {
            UserIds = users,
            // Everybody is whoever nobody names.
            GroupIds = users.Count == 0 && groups is [AccessRule.Everybody] ? [] : groups,
            ExcludedUserIds = reachable.Users(rule.ExcludedUserIds),
            ExcludedGroupIds = reachable.Groups(rule.ExcludedGroupIds),
            IsActive = rule.IsActive && isFor,
        };
    }

    static IEnumerable<RequestObject> InOrder(IReadOnlyList<RequestObject> bodies) =>
        bodies.OrderBy(body => body.Number("priority") ?? int.MaxValue);

    static string Of(RequestObject body, CustomAuthorizationServer server) =>
        $"{ImportedOrg.Named(body, "name")} of the authorization server \"{server.Name}\"";
}
