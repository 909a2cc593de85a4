using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>Says which policies and rules would decide, without a sign-in: management.md 12.1, api-access-management.md 14.7.</summary>
sealed class PolicySimulation(PolicyShelves shelves, OrgDirectory directory) : IOperations
{
    const string Match = "MATCH", Unmatch = "UNMATCHED";

    public IEnumerable<Operation> All =>
    [
        new("POST", "/api/v1/policies/simulate", "okta.policies.read") { TakesItems = true, Handle = (call, _) => SimulateAsync(call) },
    ];

    /// <summary>An object, or an array of them as Okta's description has it.</summary>
    async Task<Answer> SimulateAsync(ManagementCall call)
    {
        var isArray = call.Body.Names("");
        JsonArray evaluations = [];
        foreach (var asked in isArray ? call.Body.Items : [call.Body])
        {
            // As recorded: within an array the misspelt member is refused.
            if (isArray && asked.Names("policyTypes"))
                throw OktaError.Malformed();

            var context = await ContextAsync(asked, call.Ct);
            var types = asked.Texts("policyType") ?? asked.Texts("policyTypes") ?? [.. shelves.All.Select(shelf => shelf.Kind.Type)];
            foreach (var type in types)
                evaluations.Add((JsonNode)await EvaluateAsync(type, context, call));
        }

        return Answer.Ok(new JsonObject { ["evaluation"] = evaluations });
    }

    async Task<SimulatedContext> ContextAsync(RequestObject asked, CancellationToken ct)
    {
        var context = asked.ObjectOrNothing("policyContext");
        var userId = context.ObjectOrNothing("user").Text("id");
        var user = userId is null ? null : await directory.Users.FindAsync(userId, ct) ?? throw OktaError.NotFound(userId, "User");
        return new()
        {
            UserId = userId, UserTypeId = user?.TypeId ?? UserType.DefaultId,
            GroupIds = context.ObjectOrNothing("groups").Texts("ids") ?? user?.GroupIds ?? [],
            ZoneIds = context.ObjectOrNothing("zones").Texts("ids") ?? [], AppId = asked.Text("appInstance"),
        };
    }

    async Task<JsonObject> EvaluateAsync(string type, SimulatedContext context, ManagementCall call)
    {
        var shelf = shelves.Find(type) ?? throw new OktaError(
            StatusCodes.Status400BadRequest, OktaErrorCodes.InvalidRequest, "The request was not valid: Invalid policy type specified.");
        List<JsonNode> evaluated = [];
        JsonNode? decided = null;
        foreach (var policy in (await AskedAsync(shelf, context, call.Ct)).Where(policy => policy.Status is Lifecycle.Active))
        {
            var (written, matches) = Evaluated(policy, context);
            evaluated.Add(written);
            if (matches && decided is null)
                decided = Decided(written);
        }

        var isWhole = call.Query("expand")?.Contains("EVALUATED", StringComparison.OrdinalIgnoreCase) is true;
        return new()
        {
            ["status"] = null, ["policyType"] = type,
            ["result"] = new JsonObject { ["policies"] = decided is null ? new JsonArray() : new JsonArray(decided) },
            ["undefined"] = new JsonObject { ["policies"] = new JsonArray() },
            ["evaluated"] = new JsonObject { ["policies"] = isWhole ? new JsonArray([.. evaluated]) : new JsonArray() },
        };
    }

    /// <summary>Of those that are not asked one after the other, the app's: where it was given none, the one that every org has.</summary>
    async Task<IEnumerable<OrgPolicy>> AskedAsync(IPolicyShelf shelf, SimulatedContext context, CancellationToken ct)
    {
        var all = await shelf.AllAsync(ct);
        if (shelf.Kind.IsOrdered)
            return all;

        var app = context.AppId is { } id ? await directory.FindAppByIdAsync(id, ct) ?? throw OktaError.NotFound(id, "AppInstance") : null;
        var given = shelf.Kind.Type is OrgPolicy.AppAccess ? app?.AccessPolicyId : app?.EnrollmentPolicyId;
        return all.Where(policy => given is null ? policy.IsSystem : policy.Id == given);
    }

    static (JsonObject Written, bool Matches) Evaluated(OrgPolicy policy, SimulatedContext context)
    {
        var isFor = policy.GroupIds is null || policy.GroupIds.Any(context.GroupIds.Contains);
        JsonArray rules = [];
        var matches = false;
        foreach (var rule in isFor ? policy.Rules.Where(rule => rule.Status is Lifecycle.Active) : [])
        {
            var conditions = context.Judge(rule).ToList();
            var isMatch = conditions.TrueForAll(condition => condition.Holds);
            matches |= isMatch;
            rules.Add((JsonNode)new JsonObject
            {
                ["id"] = rule.Id, ["name"] = rule.Name, ["status"] = Status(isMatch), ["conditions"] = Conditions(conditions),
            });
        }

        JsonObject written = new()
        {
            ["id"] = policy.Id, ["name"] = policy.Name, ["status"] = Status(isFor && matches),
            ["conditions"] = Conditions(policy.GroupIds is null ? [] : [("people.groups.include", isFor)]), ["rules"] = rules,
        };
        return (written, matches);
    }

    /// <summary>With the one rule that decides.</summary>
    static JsonObject Decided(JsonObject evaluated)
    {
        var decided = evaluated.DeepClone().AsObject();
        decided["rules"] = new JsonArray(
            evaluated["rules"]!.AsArray().First(rule => (string?)rule!["status"] is Match)!.DeepClone());
        return decided;
    }

    static JsonArray Conditions(IEnumerable<(string Type, bool Holds)> conditions) =>
        [.. conditions.Select(JsonNode (condition) => new JsonObject { ["type"] = condition.Type, ["status"] = Status(condition.Holds) })];

    static string Status(bool matches) => matches ? Match : Unmatch;
}

/// <summary>Who would sign in, and from where.</summary>
sealed record SimulatedContext
{
    public string? UserId { get; init; }
    public required string UserTypeId { get; init; }
    public required IReadOnlyList<string> GroupIds { get; init; }
    public required IReadOnlyList<string> ZoneIds { get; init; }
    public string? AppId { get; init; }

    /// <summary>Each condition of a rule that it names.</summary>
    public IEnumerable<(string Type, bool Holds)> Judge(OrgPolicyRule rule)
    {
        if (rule.ExcludedUserIds is { } excluded)
            yield return ("people.users.exclude", UserId is null || !excluded.Contains(UserId));
        if (rule.Networks is { } networks)
            yield return ("network.include", IsWithin(networks));
        if (rule.ExcludedNetworks is { } others)
            yield return ("network.exclude", !IsWithin(others));
        if (rule.Access is { } access && (access.GroupIds ?? access.UserIds) is not null)
            yield return ("people.include", access.IsFor(UserId, GroupIds));
        if (rule.Access is { } typed && (typed.UserTypeIds ?? typed.ExcludedUserTypeIds) is not null)
            yield return ("userType", typed.IsForType(UserTypeId));
        // Nobody says which device it would be.
        if (rule.Access is { KnownDevicesOnly: true })
            yield return ("device.registered", false);
    }

    bool IsWithin(IReadOnlyList<string> networks) =>
        networks.Any(network => network is NetworkZone.All ? ZoneIds.Count > 0 : ZoneIds.Contains(network));
}
