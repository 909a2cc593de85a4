using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>
/// What a seed's routing rules become in the directory, in the words of the API (management.md 12.2), and the other way round.
/// </summary>
static class SeededRouting
{
    const string Policy = "Idp Discovery Policy", LastRule = "Default Rule", Any = "*";

    /// <summary>The one policy that every org has; none where it has no rule but the last.</summary>
    public static IEnumerable<OrgPolicy> Of(OrgSeed seed, long now)
    {
        if (seed.RoutingRules.Count == 0)
            yield break;

        var id = OktaIds.Of(OktaIds.Policy, OrgPolicy.Routing, Policy);
        yield return new()
        {
            Id = id, Type = OrgPolicy.Routing, Name = Policy, Description = "The default IdP Discovery Policy", Priority = 1,
            IsSystem = true, CreatedAt = now, LastUpdatedAt = now,
            Rules = [.. seed.RoutingRules.Select((rule, number) => Of(rule, seed, $"{id}{number}", now)), Last(id, now)],
        };
    }

    public static IReadOnlyList<SeedRoutingRule> Exported(ExportRecords records, ExportNames names) =>
    [
        .. records.Routing.SelectMany(policy => policy.Rules).Where(rule => !rule.IsSystem).Select(rule => Exported(rule, records, names)),
    ];

    static OrgPolicyRule Of(SeedRoutingRule rule, OrgSeed seed, string place, long now) => new()
    {
        Id = OktaIds.Of(OktaIds.Rule, place, rule.Name), Name = rule.Name, CreatedAt = now, LastUpdatedAt = now,
        Status = Lifecycle.Of(rule.IsActive), Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks,
        Conditions = Kept(Conditions(rule, seed)),
        Actions = Kept(Actions(rule.ProviderIds.Select(id => Provider(id, seed)))),
    };

    static OrgPolicyRule Last(string policyId, long now) => new()
    {
        Id = OktaIds.Of(OktaIds.Rule, policyId, LastRule), Name = LastRule, IsSystem = true, CreatedAt = now, LastUpdatedAt = now,
        Conditions = Kept(Conditions(new() { Name = LastRule }, new())),
        Actions = Kept(Actions([new JsonObject { ["type"] = IdentityProvider.Okta }])),
    };

    static JsonObject Conditions(SeedRoutingRule rule, OrgSeed seed)
    {
        JsonObject network = new() { ["connection"] = rule is { Networks: null, ExcludedNetworks: null } ? "ANYWHERE" : "ZONE" };
        if (rule.Networks is { } included)
            network["include"] = Texts(included);
        if (rule.ExcludedNetworks is { } excluded)
            network["exclude"] = Texts(excluded);
        return new()
        {
            ["network"] = network,
            ["userIdentifier"] = new JsonObject { ["patterns"] = new JsonArray([.. rule.UserNames.Select(Pattern)]) },
            ["app"] = new JsonObject { ["include"] = Apps(rule.AppIds, seed), ["exclude"] = Apps(rule.ExcludedAppIds, seed) },
        };
    }

    static JsonObject Actions(IEnumerable<JsonObject> providers) => new()
    {
        ["idp"] = new JsonObject { ["providers"] = new JsonArray([.. providers]), ["idpSelectionType"] = "SPECIFIC" },
    };

    static JsonObject Provider(string id, OrgSeed seed) => seed.IdentityProviders.FirstOrDefault(known => known.Id == id) is { } found
        ? new() { ["type"] = found.Type, ["id"] = found.Id, ["name"] = found.Name }
        : new() { ["type"] = IdentityProvider.Okta };

    static JsonArray Apps(IReadOnlyList<string> clientIds, OrgSeed seed) => new(
    [
        .. clientIds.Select(id => new JsonObject
        {
            ["type"] = "APP",
            ["id"] = seed.Apps.FirstOrDefault(app => app.ClientId == id) is { AppId: { Length: > 0 } appId } ? appId : id,
        }),
    ]);

    static JsonObject Pattern(string text) => (text.StartsWith('*'), text.EndsWith('*')) switch
    {
        (true, true) => Pattern("CONTAINS", text.Trim('*')),
        (true, false) => Pattern("SUFFIX", text[1..]),
        (false, true) => Pattern("PREFIX", text[..^1]),
        _ => Pattern("EQUALS", text),
    };

    static JsonObject Pattern(string how, string value) => new() { ["matchType"] = how, ["value"] = value };

    /// <summary>One that is for apps or names of which none can be said would be for all: it is switched off.</summary>
    static SeedRoutingRule Exported(OrgPolicyRule rule, ExportRecords records, ExportNames names)
    {
        var (conditions, actions) = (ExportedOrg.Profile(rule.Conditions) ?? [], ExportedOrg.Profile(rule.Actions) ?? []);
        var app = conditions["app"] as JsonObject ?? [];
        List<string> apps = [.. Ids(app["include"])];
        List<JsonObject> patterns = [.. Objects((conditions["userIdentifier"] as JsonObject)?["patterns"])];
        SeedRoutingRule exported = new()
        {
            Name = rule.Name, Networks = names.Networks(rule.Networks), ExcludedNetworks = names.Networks(rule.ExcludedNetworks),
            AppIds = Named(apps, records, names), ExcludedAppIds = Named(Ids(app["exclude"]), records, names),
            UserNames = [.. patterns.Select(Written).OfType<string>()],
            ProviderIds =
            [
                .. Objects((actions["idp"] as JsonObject)?["providers"])
                    .Select(provider => Text(provider, "id") is { } id ? names.Provider(id) : IdentityProvider.Okta).OfType<string>(),
            ],
        };
        return exported with
        {
            IsActive = rule.Status is Lifecycle.Active && exported.ProviderIds.Count > 0
                && (apps.Count == 0 || exported.AppIds.Count > 0) && (patterns.Count == 0 || exported.UserNames.Count > 0),
        };
    }

    static IReadOnlyList<string> Named(IEnumerable<string> appIds, ExportRecords records, ExportNames names) =>
        names.Apps([.. appIds.Select(id => records.Apps.FirstOrDefault(app => app.Id == id)?.ClientId).OfType<string>()]) ?? [];

    /// <summary>Null: of a kind that nobody here matches.</summary>
    static string? Written(JsonObject pattern) => (Text(pattern, "matchType"), Text(pattern, "value")) switch
    {
        ("CONTAINS", { } value) => Any + value + Any,
        ("SUFFIX", { } value) => Any + value,
        ("PREFIX", { } value) => value + Any,
        ("EQUALS", { } value) => value,
        _ => null,
    };

    static IEnumerable<string> Ids(JsonNode? array) => Objects(array).Select(item => Text(item, "id")).OfType<string>();

    static IEnumerable<JsonObject> Objects(JsonNode? array) => (array as JsonArray)?.OfType<JsonObject>() ?? [];

    static string? Text(JsonObject item, string name) =>
        item[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    static JsonElement Kept(JsonObject written) => JsonSerializer.SerializeToElement(written, DirectoryJson.Default.JsonObject);
}
