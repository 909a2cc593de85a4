using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>
/// What a seed's app sign-in policies become in the directory: what decides, and the same in the words of the API, which repeats them.
/// </summary>
static class SeededAppPolicy
{
    public const string Type = "ACCESS_POLICY", CatchAll = "Catch-all Rule";

    public static OrgPolicy Of(SeedAppPolicy policy, long now)
    {
        IReadOnlyList<SeedAppRule> rules = policy.Rules.Count > 0 ? policy.Rules : [new() { Name = CatchAll }];
        return new()
        {
            Id = policy.Id, Type = Type, Name = policy.Name, Description = policy.Description, Priority = 1, CreatedAt = now,
            LastUpdatedAt = now,
            Rules = [.. rules.Select((rule, number) => Of(rule, policy.Id, number, number == rules.Count - 1, now))],
        };
    }

    /// <summary>Whether it holds for everybody everywhere, as a catch-all must.</summary>
    public static bool CatchesAll(SeedAppRule rule) => rule is
    {
        IsActive: true, UserIds.Count: 0, GroupIds.Count: 0, ExcludedUserIds: null or { Count: 0 }, ExcludedGroupIds.Count: 0,
        Networks: null, ExcludedNetworks: null,
    };

    public static SeedAppRule Exported(OrgPolicyRule rule, ExportNames names)
    {
        var access = rule.Access ?? new();
        return new()
        {
            Name = rule.Name,
            IsActive = rule.Status is Lifecycle.Active,
            UserIds = names.Users(access.UserIds ?? []),
            GroupIds = names.Groups(access.GroupIds ?? []),
            ExcludedUserIds = names.UsersOrNull(rule.ExcludedUserIds),
            ExcludedGroupIds = names.Groups(access.ExcludedGroupIds ?? []),
            Networks = names.Networks(rule.Networks),
            ExcludedNetworks = names.Networks(rule.ExcludedNetworks),
            AllowsAccess = !access.IsDenied,
            RequiresFactor = access.RequiresFactor,
            ReauthenticateIn = access.ReauthenticateInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    static OrgPolicyRule Of(SeedAppRule rule, string policyId, int number, bool isLast, long now) => new()
    {
        Id = OktaIds.Of(OktaIds.NewerRule, policyId, rule.Name, $"{number}"), Name = rule.Name, IsSystem = isLast,
        Status = rule.IsActive ? Lifecycle.Active : Lifecycle.Inactive, CreatedAt = now, LastUpdatedAt = now,
        Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks, ExcludedUserIds = rule.ExcludedUserIds,
        Conditions = isLast ? null : Kept(Conditions(rule)),
        Actions = Kept(Actions(rule)),
        Access = new()
        {
            IsDenied = !rule.AllowsAccess, RequiresFactor = rule.RequiresFactor,
            ReauthenticateInSeconds = (long?)rule.ReauthenticateIn?.TotalSeconds,
            UserIds = Some(rule.UserIds), GroupIds = Some(rule.GroupIds), ExcludedGroupIds = Some(rule.ExcludedGroupIds),
        },
    };

    /// <summary>management.md 12.2.</summary>
    static JsonObject Conditions(SeedAppRule rule)
    {
        JsonObject network = new()
        {
            ["connection"] = rule is { Networks: null, ExcludedNetworks: null } ? "ANYWHERE" : "ZONE",
        };
        Put(network, "include", rule.Networks ?? []);
        Put(network, "exclude", rule.ExcludedNetworks ?? []);
        return new()
        {
            ["people"] = new JsonObject
            {
                ["users"] = Among(rule.UserIds, rule.ExcludedUserIds ?? []), ["groups"] = Among(rule.GroupIds, rule.ExcludedGroupIds),
            },
            ["network"] = network,
            ["riskScore"] = new JsonObject { ["level"] = "ANY" },
            ["userType"] = new JsonObject { ["include"] = new JsonArray(), ["exclude"] = new JsonArray() },
        };
    }

    static JsonObject Actions(SeedAppRule rule)
    {
        JsonObject method = new() { ["factorMode"] = rule.RequiresFactor ? "2FA" : "1FA", ["type"] = "ASSURANCE" };
        if (rule.ReauthenticateIn is { } age)
            method["reauthenticateIn"] = XmlConvert.ToString(age);
        return new()
        {
            ["appSignOn"] = new JsonObject { ["access"] = rule.AllowsAccess ? "ALLOW" : "DENY", ["verificationMethod"] = method },
        };
    }

    static JsonObject Among(IReadOnlyList<string> included, IReadOnlyList<string> excluded)
    {
        JsonObject among = [];
        Put(among, "include", included);
        Put(among, "exclude", excluded);
        return among;
    }

    static void Put(JsonObject among, string member, IReadOnlyList<string> ids)
    {
        if (ids.Count > 0)
            among[member] = new JsonArray([.. ids.Select(id => (JsonNode)id)]);
    }

    static JsonElement Kept(JsonObject said) => JsonSerializer.SerializeToElement(said, DirectoryJson.Default.JsonObject);

    static IReadOnlyList<string>? Some(IReadOnlyList<string> ids) => ids.Count > 0 ? ids : null;
}
